import type { MediaInfo } from './media-info';
import type { Driver, Progress, TranscodeOutcome, TranscodePlan } from './plan';

/** What the runtime asks of the process that transcodes, once in its life. */
export type Task =
  | { readonly kind: 'probe'; readonly path: string }
  | { readonly kind: 'transcode'; readonly plan: TranscodePlan; readonly driver: Driver };

/** What the process answers. */
export type Answer =
  | ({ readonly kind: 'progress' } & Progress)
  | { readonly kind: 'done'; readonly result: MediaInfo | TranscodeOutcome }
  | { readonly kind: 'failed'; readonly message: string };
