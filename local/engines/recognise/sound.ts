import type { TranscodePlan } from '../transcode/plan';
import { sampleRate } from './messages';

/**
 * Returns the plan that extracts one sound track for the recogniser. Silence fills a late start and holes, so that
 * times within the sound are times within the film.
 */
export function soundPlan(input: string, stream: number, path: string): TranscodePlan {
  const description = `[0:${stream}]aresample=${sampleRate}:async=1:first_pts=0,aformat=sample_fmts=s16:channel_layouts=mono[a0]`;
  return {
    input,
    graphs: [{ description, streams: [stream], outputs: ['a0'] }],
    outputs: [
      {
        path,
        format: 's16le',
        options: {},
        tracks: [{ label: 'a0', medium: 'audio', encoder: 'pcm_s16le', options: {} }],
      },
    ],
  };
}
