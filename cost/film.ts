import { extractedSides, outputsOf } from '../lambda/budget/estimate';
import type { FilmOutputs } from '../lambda/budget/film-use';
import { jobSettings } from '../lambda/media-pipeline/encode/job-settings';
import { planLadder } from '../lambda/media-pipeline/encode/plan-ladder';
import type { Ladder, Probe } from '../lambda/media-pipeline/messages';
import { sampleRate } from '../lambda/speech/dub/pcm';

/** The outputs of the pipeline for a film, computed by the pipeline's code. */
export interface Film extends FilmOutputs {
  readonly segmentSeconds: number;
  /** Short sides of the pictures in the job that extracts the sound, without and with dubs. */
  readonly soundJob: { readonly plain: readonly number[]; readonly withDubs: readonly number[] };
  /** Sample rate in Hz of a dub before its encoding: 16 bits, one channel. */
  readonly dubSampleRate: number;
}

/** A film in 1080p at 25 frames a second with stereo sound. */
const usual: Probe = {
  container: 'mp4',
  video: {
    codec: 'AVC',
    width: 1920,
    height: 1080,
    rotation: 0,
    frameRate: { numerator: 25, denominator: 1 },
    bitDepth: 8,
    colour: 'SDR',
    interlaced: false,
  },
  audio: [{ codec: 'AAC', track: 1, channels: 2 }],
};

/** Computes the outputs for a source with the code that plans ladder, job and sound in the pipeline. */
export function filmOf(probe: Probe = usual): Film {
  const ladder = planLadder(probe);
  return {
    ...outputsOf(probe),
    segmentSeconds: segmentSeconds(ladder),
    soundJob: { plain: extractedSides(false), withDubs: extractedSides(true) },
    dubSampleRate: sampleRate,
  };
}

function segmentSeconds(ladder: Ladder): number {
  const [group] = jobSettings(ladder, 's3://source/film', 's3://content/film').OutputGroups ?? [];
  const { CmafGroupSettings, DashIsoGroupSettings } = group?.OutputGroupSettings ?? {};
  const seconds = CmafGroupSettings?.SegmentLength ?? DashIsoGroupSettings?.SegmentLength;
  if (!seconds) throw new Error('The job settings contain no segment length');
  return seconds;
}
