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
  const seen: { completed?: JobResult; kept?: JobResult; progress?: number; notes?: readonly Reason[] } = {};
  const outcome = await jobChanged(jobStateChange.parse({ detail }), {
    results: {
      setResult: async (_, result) => {
        seen.kept = result;
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
  const { kept, ...seen } = await run(input, 'token');
  expect(seen).toEqual(expected);
  expect(kept).toEqual(expected.completed);
});

test('a result that comes before anybody waits is kept', async () => {
  const [row] = cases as unknown as Row[];
  const { completed, kept, outcome } = await run(row?.input ?? {}, undefined);
  expect([outcome, completed, kept]).toEqual(['kept', undefined, row?.expected.completed]);
});

test('what is no job state change is refused', () => {
  expect(() => jobStateChange.parse({ detail: { status: 'COMPLETE' } })).toThrow();
  expect(() => jobStateChange.parse({ detail: { jobId: '1', status: 'DONE' } })).toThrow();
});
