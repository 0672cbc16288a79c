import * as z from 'zod/mini';
import type { Reason } from '../../shared/assets';
import { countDenial, speaksOfDenial } from '../../shared/denials';
import { assertNever } from '../../shared/errors';
import { isRun, jobKey } from '../../shared/jobs';
import { withServiceMessage } from '../../shared/reasons';
import type { Run } from '../../shared/run';
import { type Encoded, lengthNotes } from '../lengths';
import type { Lengths } from '../messages';
import type { JobResult, MadeOutput, Tasks } from './start-once';

type RunOf = Pick<Run, 'assetId' | 'run'>;

/** The run to which a job belongs, from the job's metadata. */
export type JobOwner =
  | (RunOf & { readonly purpose: 'picture' | 'sound' })
  | (RunOf & { readonly purpose: 'dub'; readonly language: string });

/** The key of a job's record in the `jobs` table. */
export function keyOfJob(job: JobOwner): string {
  return jobKey(job.purpose, job, job.purpose === 'dub' ? job.language : undefined);
}

const common = {
  jobId: z.string(),
  userMetadata: z.optional(z.record(z.string(), z.string())),
};

/** Only outputs with a picture have video details. */
const output = z.object({
  durationInMs: z.optional(z.number()),
  videoDetails: z.optional(z.object({ widthInPx: z.optional(z.number()), heightInPx: z.optional(z.number()) })),
});

/**
 * EventBridge's "MediaConvert Job State Change".
 * https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_event_list.html
 */
export const jobStateChange = z.object({
  detail: z.discriminatedUnion('status', [
    z.object({
      ...common,
      status: z.literal('COMPLETE'),
      outputGroupDetails: z.optional(z.array(z.object({ outputDetails: z.optional(z.array(output)) }))),
    }),
    z.object({
      ...common,
      status: z.literal('ERROR'),
      errorCode: z.optional(z.number()),
      errorMessage: z.optional(z.string()),
    }),
    z.object({ ...common, status: z.literal('CANCELED') }),
    z.object({
      ...common,
      status: z.literal('STATUS_UPDATE'),
      jobProgress: z.optional(z.object({ jobPercentComplete: z.optional(z.number()) })),
    }),
    // These are ignored, but are valid events.
    z.object({ ...common, status: z.enum(['PROGRESSING', 'INPUT_INFORMATION', 'NEW_WARNING', 'QUEUE_HOP']) }),
  ]),
});
export type JobStateChange = z.output<typeof jobStateChange>;

export type Outcome = 'foreign' | 'ignored' | 'progress' | 'completed' | 'kept';

export interface Progress {
  noteProgress(run: RunOf, percent: number): Promise<void>;
  /** Stores notes for the asset's creator about the run's encoding; replaces earlier ones. */
  note(run: RunOf, notes: readonly Reason[]): Promise<void>;
}

export interface Results {
  /**
   * Records the result, and returns the token of the waiting task, if a task is waiting.
   * @param made the outputs that are charged for, if that is known
   */
  setResult(job: JobOwner, result: JobResult, made?: readonly MadeOutput[]): Promise<string | undefined>;
}

/**
 * The message for the film's creator by MediaConvert's error codes.
 * https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_error_codes.html
 */
function explain(code: number | undefined, message: string): string {
  if (code === undefined) return withServiceMessage('The film could not be encoded.', message);
  const kind =
    code >= 3400 && code < 3500
      ? 'The encoded film could not be stored'
      : code >= 1400 && code < 1500
        ? 'The uploaded file could not be fetched'
        : code === 1010 || code === 1030
          ? 'The uploaded file could not be read'
          : 'The film could not be encoded';
  return withServiceMessage(`${kind} (MediaConvert error ${code}).`, message);
}

function ownerOf(metadata: Readonly<Record<string, string>> | undefined): JobOwner | undefined {
  const { assetId = '', run = '', purpose, language } = metadata ?? {};
  if (!isRun({ assetId, run })) return undefined;
  if (purpose === 'picture' || purpose === 'sound') return { assetId, run, purpose };
  return purpose === 'dub' && language ? { assetId, run, purpose, language } : undefined;
}

/** The source's lengths, from the job's metadata. */
function declared({ pictureSeconds, soundSeconds }: Readonly<Record<string, string | undefined>> = {}): Lengths {
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  return { picture: number(pictureSeconds), sound: number(soundSeconds) };
}

type Complete = Extract<JobStateChange['detail'], { status: 'COMPLETE' }>;

function encoded({ outputGroupDetails = [] }: Complete): Encoded[] {
  return outputGroupDetails
    .flatMap(({ outputDetails = [] }) => outputDetails)
    .flatMap(({ durationInMs, videoDetails }) =>
      durationInMs === undefined ? [] : [{ medium: videoDetails ? 'picture' : 'sound', seconds: durationInMs / 1000 }],
    );
}

/** What the job made; `undefined` if the event does not have the length of each output. */
function madeBy({ outputGroupDetails = [] }: Complete): MadeOutput[] | undefined {
  const outputs = outputGroupDetails.flatMap(({ outputDetails = [] }) => outputDetails);
  const made = outputs.flatMap(({ durationInMs, videoDetails }): MadeOutput[] => {
    if (durationInMs === undefined) return [];
    const { widthInPx, heightInPx } = videoDetails ?? {};
    const sides = [widthInPx, heightInPx].filter((side) => side !== undefined);
    return [{ seconds: durationInMs / 1000, ...(sides.length > 0 && { shortSide: Math.min(...sides) }) }];
  });
  return made.length > 0 && made.length === outputs.length ? made : undefined;
}

/**
 * Completes the waiting task with the job's result, or records the progress of the encoding. Late, repeated and foreign
 * events are harmless. If no task is waiting yet, the result is stored, and `transcode` finds it.
 */
export async function jobChanged(
  { detail }: JobStateChange,
  ports: { readonly results: Results; readonly progress: Progress; readonly tasks: Tasks },
): Promise<Outcome> {
  const owner = ownerOf(detail.userMetadata);
  if (!owner) return 'foreign';
  const { jobId } = detail;
  const finish = async (result: JobResult, made?: readonly MadeOutput[]): Promise<Outcome> => {
    const taskToken = await ports.results.setResult(owner, result, made);
    if (!taskToken) return 'kept';
    await ports.tasks.complete(taskToken, result);
    return 'completed';
  };
  switch (detail.status) {
    case 'COMPLETE': {
      const notes = owner.purpose === 'picture' ? lengthNotes(declared(detail.userMetadata), encoded(detail)) : [];
      // Recorded before the task completes, since the workflow then publishes the film.
      if (notes.length > 0) await ports.progress.note(owner, notes);
      return finish({ status: 'COMPLETE', jobId }, madeBy(detail));
    }
    case 'ERROR': {
      if (speaksOfDenial(detail.errorMessage)) countDenial('MediaConvert', 'CreateJob', detail.errorMessage);
      const cause = explain(detail.errorCode, detail.errorMessage ?? 'no reason');
      // Jobs that end in an error are not charged for.
      return finish({ status: 'ERROR', jobId, error: 'TranscodeFailed', cause }, []);
    }
    case 'CANCELED':
      return finish({ status: 'ERROR', jobId, error: 'TranscodeFailed', cause: 'The encoding was canceled.' });
    case 'STATUS_UPDATE': {
      const percent = detail.jobProgress?.jobPercentComplete;
      // The asset's progress is that of the picture, for which viewers wait.
      if (percent === undefined || owner.purpose !== 'picture') return 'ignored';
      await ports.progress.noteProgress(owner, Math.max(0, Math.min(100, Math.floor(percent))));
      return 'progress';
    }
    case 'PROGRESSING':
    case 'INPUT_INFORMATION':
    case 'NEW_WARNING':
    case 'QUEUE_HOP':
      return 'ignored';
    default:
      return assertNever(detail);
  }
}
