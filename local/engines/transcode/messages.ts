import type { MediaInfo } from './media-info';
import type { Driver, TranscodeOutcome, TranscodePlan } from './plan';

/** What the runtime sends to the process that transcodes. */
export type TranscodeTask =
  | { readonly kind: 'probe'; readonly path: string }
  | { readonly kind: 'transcode'; readonly plan: TranscodePlan; readonly driver: Driver };

export type TranscodeTaskResult = MediaInfo | TranscodeOutcome;
