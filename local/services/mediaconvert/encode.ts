import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobSettings } from '@aws-sdk/client-mediaconvert';
import { type FragmentedTrack, readFragmentedTrack } from '../../engines/transcode/fragmented-track';
import type { MediaInfo } from '../../engines/transcode/media-info';
import type { GraphPlan, OutputPlan, Progress, TranscodeOutcome, TranscodePlan } from '../../engines/transcode/plan';
import type { Transcoder } from '../../engines/transcode/transcoder';
import type { GroupKeys } from './content-key';
import { codes, engineError, JobError } from './errors';
import { audioGraph, loudnessFilters, loudnessGain, readLoudness } from './plan/audio';
import { audioDescriptions, planJob } from './plan/job-plan';
import type { JobPlan } from './plan/planned-files';
import { split } from './plan/split';

export interface Encoded {
  readonly plan: JobPlan;
  /** Keyed by the name of each fragmented output's file. */
  readonly tracks: ReadonlyMap<string, FragmentedTrack>;
  /** The length of each output, by the name of its file. */
  readonly seconds: ReadonlyMap<string, number>;
  /** Names of the images in the job's folder. */
  readonly images: readonly string[];
  readonly warnings: readonly string[];
}

interface Options {
  /** The job's folder. The source is `file` within it. */
  readonly folder: string;
  readonly file: string;
  /** Keyed by the group's index in the job. */
  readonly keys: ReadonlyMap<number, GroupKeys>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Called before an encoder starts again, because its process was ended from outside. */
  readonly onRepeat: () => void;
}

/** A film may be shorter than its declared length by this share, or by half a second, before it counts as truncated. */
const tolerated = { share: 0.01, seconds: 0.5 };

/** The number of decoding errors per second up to which a film can still be watched. */
const maxErrorsPerSecond = 0.2;

/** Containers that declare the exact length of their tracks. */
const exactFormats = /^(mov,mp4|matroska|avi|mxf)/;

/** Encodes all outputs of a job. Throws {@link JobError}, also for an input that is truncated or damaged. */
export async function encode(
  transcoder: Transcoder,
  settings: JobSettings,
  info: MediaInfo,
  options: Options,
): Promise<Encoded> {
  const { folder, signal } = options;
  const { plan, outcome } = await encodeSideBySide(transcoder, settings, info, options);
  const tracks = new Map<string, FragmentedTrack>();
  const seconds = new Map<string, number>();
  for (const { type, outputs } of plan.groups) {
    for (const { file: output } of outputs) {
      if (type === 'FILE_GROUP') {
        const { durationSeconds = 0 } = await transcoder.probe(join(folder, output), { signal });
        seconds.set(output, durationSeconds);
        continue;
      }
      const track = await readFragmentedTrack(join(folder, output));
      tracks.set(output, track);
      seconds.set(output, length(track));
    }
  }
  const warnings = judge(info, outcome, seconds, plan);
  const images = (await readdir(folder)).filter((name) => name.endsWith('.jpg')).sort();
  return { plan, tracks, seconds, images, warnings };
}

/** Encodes the picture while the sound is measured and encoded. If one of them fails, the other is aborted. */
async function encodeSideBySide(
  transcoder: Transcoder,
  settings: JobSettings,
  info: MediaInfo,
  { folder, file, keys, signal, onProgress, onRepeat }: Options,
): Promise<{ plan: JobPlan; outcome: TranscodeOutcome }> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const run = async (half: TranscodePlan | undefined, reportsProgress: boolean): Promise<TranscodeOutcome> => {
    if (!half) return { errors: 0, messages: [] };
    try {
      return await transcoder.transcode(half, {
        ...{ folder, signal: either, onRepeat },
        ...(reportsProgress && { onProgress }),
      });
    } catch (error) {
      either.throwIfAborted();
      throw engineError(error as Error, `Unable to decode the input: [${(error as Error).message}]`);
    }
  };
  const sound = async () => {
    const gains = await measure(transcoder, settings, info, { folder, file, signal: either });
    const plan = planJob(settings, info, file, gains, keys);
    const halves = split(plan.transcode);
    return { plan, outcome: await run(halves.sound, !halves.picture) };
  };
  const halves = [run(split(planJob(settings, info, file, [], keys).transcode).picture, true), sound()] as const;
  for (const half of halves) half.catch((error) => failed.abort(error));
  // Both have to end before the job's folder is deleted, because a killed encoder may still write.
  const [pictureEnd, soundEnd] = await Promise.allSettled(halves);
  signal.throwIfAborted();
  if (pictureEnd.status === 'rejected' || soundEnd.status === 'rejected') throw failed.signal.reason;
  const { plan, outcome } = soundEnd.value;
  return {
    plan,
    outcome: {
      errors: pictureEnd.value.errors + outcome.errors,
      messages: [...pictureEnd.value.messages, ...outcome.messages],
    },
  };
}

interface Made {
  readonly file: string;
  readonly video?: object;
}

/**
 * Throws for a result that is shorter than its source, or whose source had too many errors. Returns warnings about
 * fewer errors.
 */
function judge(
  info: MediaInfo,
  outcome: TranscodeOutcome,
  seconds: ReadonlyMap<string, number>,
  plan: JobPlan,
): string[] {
  const reasons = outcome.messages.length > 0 ? ` (${outcome.messages.join('; ')})` : '';
  for (const output of plan.groups.flatMap(({ outputs }): readonly Made[] => outputs)) {
    const declared = declaredSeconds(info, output.video ? 'video' : 'audio');
    const made = seconds.get(output.file) ?? 0;
    if (declared !== undefined && made < declared - Math.max(tolerated.seconds, declared * tolerated.share)) {
      const message = `The input is truncated: ${made.toFixed(1)} s of ${declared.toFixed(1)} s could be decoded${reasons}`;
      throw new JobError(codes.unreadable, message);
    }
    if (made === 0) throw new JobError(codes.unreadable, `The input could not be decoded${reasons}`);
  }
  const longest = Math.max(...seconds.values());
  if (outcome.errors > Math.max(2, longest * maxErrorsPerSecond)) {
    throw new JobError(codes.unreadable, `The input is damaged: ${outcome.errors} errors while decoding${reasons}`);
  }
  return outcome.errors > 0 ? [`The input has errors: ${outcome.errors} errors while decoding${reasons}`] : [];
}

function declaredSeconds(info: MediaInfo, kind: 'video' | 'audio'): number | undefined {
  if (!exactFormats.test(info.format)) return undefined;
  const lengths = info.tracks
    .filter((track) => track.kind === kind)
    .flatMap(({ durationSeconds }) => durationSeconds ?? []);
  if (lengths.length === 0) return undefined;
  // A track's media may be longer than the part of it that the film shows.
  return Math.min(Math.min(...lengths), info.durationSeconds ?? Number.POSITIVE_INFINITY);
}

function length({ fragments, timescale }: FragmentedTrack): number {
  const last = fragments.at(-1);
  return last ? (last.start + last.duration) / timescale : 0;
}

/**
 * Returns the gain of each audio output whose loudness is corrected. This takes one pass over the sound before the
 * job's own.
 */
async function measure(
  transcoder: Transcoder,
  settings: JobSettings,
  info: MediaInfo,
  { folder, file, signal }: Pick<Options, 'folder' | 'file' | 'signal'>,
) {
  const wanted = audioDescriptions(settings, info);
  const graphs: GraphPlan[] = [];
  const outputs: OutputPlan[] = [];
  for (const [index, { description, tracks }] of wanted.entries()) {
    if (!description.AudioNormalizationSettings) continue;
    const label = `a${index}`;
    graphs.push(audioGraph(tracks, label, loudnessFilters(description, `loudness${index}.txt`)));
    const encoded = { label, medium: 'audio' as const, encoder: 'pcm_f64le', options: {} };
    outputs.push({ path: '-', format: 'null', options: {}, tracks: [encoded] });
  }
  if (graphs.length === 0) return [];
  try {
    await transcoder.transcode({ input: file, graphs, outputs }, { folder, signal });
  } catch (error) {
    signal.throwIfAborted();
    throw engineError(error as Error, `Unable to decode the input's sound: [${(error as Error).message}]`);
  }
  return wanted.map(({ description }, index) => {
    const normalization = description.AudioNormalizationSettings;
    if (!normalization) return undefined;
    return loudnessGain(normalization, readLoudness(readFileSync(join(folder, `loudness${index}.txt`), 'utf8')));
  });
}
