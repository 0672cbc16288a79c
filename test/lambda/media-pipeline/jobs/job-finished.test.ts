import { jobChanged, jobStateChange } from '../../../../lambda/media-pipeline/jobs/job-finished';
import type { JobResult } from '../../../../lambda/media-pipeline/jobs/start-once';
import type { Reason } from '../../../../lambda/shared/assets';
import cases from '../../../cases/job-state-changes.json';

interface Row {
  readonly name: string;
  readonly input: object;
  readonly expected: { outcome: string; completed?: JobResult; progress?: number; notes?: readonly Reason[] };
}

async function run(detail: object, taskToken: string | undefined) {
  const seen: {
    completed?: JobResult;
    made?: readonly object[];
    kept?: JobResult;
    progress?: number;
    notes?: readonly Reason[];
  } = {};
  const outcome = await jobChanged(jobStateChange.parse({ detail }), {
    results: {
      setResult: async (_, result, made) => {
        seen.kept = result;
        seen.made = made;
        return taskToken;
      },
    },
    progress: {
      noteProgress: async (_, percent) => {
        seen.progress = percent;
      },
      note: async (_, notes) => {
        // The task publishes the film: its creator must find the notes by then.
        expect(seen.completed).toBeUndefined();
        seen.notes = notes;
      },
    },
    tasks: {
      complete: async (token, result) => {
        expect(token).toBe(taskToken);
        seen.completed = result;
      },
    },
  });
  return { outcome, ...seen };
}

test.each(cases as unknown as Row[])('$name', async ({ input, expected }) => {
  const { kept, made: _, ...seen } = await run(input, 'token');
  expect(seen).toEqual(expected);
  expect(kept).toEqual(expected.completed);
});

test('a result that comes before anybody waits is kept', async () => {
  const [row] = cases as unknown as Row[];
  const { completed, kept, outcome } = await run(row?.input ?? {}, undefined);
  expect([outcome, completed, kept]).toEqual(['kept', undefined, row?.expected.completed]);
});

describe('what a job is charged for', () => {
  const job = { jobId: '1', userMetadata: { assetId: 'abcdefghijklmnopqrstuv', run: '0123abcd', purpose: 'picture' } };
  const complete = (...outputDetails: object[]) => ({
    ...job,
    status: 'COMPLETE',
    outputGroupDetails: [{ outputDetails }],
  });
  const video = { durationInMs: 1500, videoDetails: { widthInPx: 606, heightInPx: 1080 } };

  test('is the length of each output, with the short side of its picture', async () => {
    const { made } = await run(complete(video, { durationInMs: 2000 }), 'token');
    expect(made).toEqual([{ seconds: 1.5, shortSide: 606 }, { seconds: 2 }]);
  });

  test('is not known if the event lacks a length, or if the job was canceled', async () => {
    expect((await run(complete(video, {}), 'token')).made).toBeUndefined();
    expect((await run({ ...job, status: 'CANCELED' }, 'token')).made).toBeUndefined();
  });

  test('is nothing after an error', async () => {
    expect((await run({ ...job, status: 'ERROR', errorMessage: 'x' }, 'token')).made).toEqual([]);
  });
});

test('what is no job state change is refused', () => {
  expect(() => jobStateChange.parse({ detail: { status: 'COMPLETE' } })).toThrow();
  expect(() => jobStateChange.parse({ detail: { jobId: '1', status: 'DONE' } })).toThrow();
});
