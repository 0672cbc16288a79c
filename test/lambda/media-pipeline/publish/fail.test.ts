import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { executionEnded, failureOf } from '../../../../lambda/media-pipeline/publish/execution-ended';
import { type Failure, fail } from '../../../../lambda/media-pipeline/publish/fail';
import { reasonFor } from '../../../../lambda/media-pipeline/publish/reasons';
import type { Asset, Reason } from '../../../../lambda/shared/assets';
import cases from '../../../cases/failure-reasons.json';

test.each(cases)('$name', ({ input, expected }) => {
  expect(reasonFor(input)).toEqual(expected);
});

const input = { assetId: 'abcdefghijklmnopqrstuv', run: '0123abcd', error: 'NoTracks', cause: 'no picture' };

function world(asset: Partial<Asset> | undefined, published?: Partial<Asset>) {
  const announced: Failure[] = [];
  const reasons: Reason[] = [];
  return {
    announced,
    reasons,
    assets: {
      find: async () => published as Asset | undefined,
      revise: async (_: unknown, seenRevision: number, change: Partial<Asset>) => {
        if (!published || (published.revision ?? 0) !== seenRevision) return false;
        Object.assign(published, change, { revision: seenRevision + 1 });
        return true;
      },
      fail: async (_: unknown, reason: Reason) => {
        if (asset) reasons.push(reason);
        return asset as Asset | undefined;
      },
      noteAnnouncement: async () => {
        if (asset) asset.failureAnnounced = input.run;
      },
    },
    announcements: {
      announce: async (failure: Failure) => {
        announced.push(failure);
      },
    },
  };
}

test('the asset gets its reason, and the operators are told with the whole cause', async () => {
  const ports = world({ title: 'A film', ownerId: 'o' });
  expect(await fail(input, ports)).toMatchObject({ code: 'NoTracks', applied: true });
  expect(ports.reasons).toEqual([{ code: 'NoTracks', message: 'no picture' }]);
  expect(ports.announced).toEqual([{ ...input, title: 'A film', code: 'NoTracks', message: 'no picture' }]);
});

test('told again, the failure is announced once', async () => {
  const ports = world({ title: 'A film' });
  await fail(input, ports);
  await fail(input, ports);
  expect(ports.announced).toHaveLength(1);
});

test('the event of the end of an execution that recorded its failure changes nothing', async () => {
  const ports = world({ title: 'A film', status: 'FAILED', failureAnnounced: input.run });
  expect(await fail(input, ports)).toMatchObject({ applied: false });
  expect(ports.announced).toEqual([]);
});

test('a run that was overtaken, or published, has no say', async () => {
  const ports = world(undefined);
  expect(await fail(input, ports)).toMatchObject({ applied: false });
  expect(ports.announced).toEqual([]);
});

test('a film that plays already is ready without what has not come, and says what that is', async () => {
  const published: Partial<Asset> = {
    run: input.run,
    status: 'PLAYABLE',
    targetLanguages: ['es', 'en-GB'],
    encoded: { run: input.run, sound: { channels: 2 } },
    speech: { run: input.run, status: 'found', language: 'en', languages: [{ language: 'en' }] },
  };
  expect(await fail(input, world(undefined, published))).toMatchObject({ applied: false });
  expect(published).toMatchObject({ status: 'READY', revision: 1 });
  expect(published.speech?.languages).toEqual([
    { language: 'en' },
    { language: 'es', missing: { code: 'SpeechFailed', message: expect.any(String) } },
  ]);
});

test('languages above the budget have that as their reason', async () => {
  const published: Partial<Asset> = {
    ...{ run: input.run, status: 'READY' },
    speech: {
      ...{ run: input.run, status: 'found', language: 'en' },
      languages: [{ language: 'en' }, { language: 'es', attempt: 'aaaaaaaa' }],
    },
  };
  await fail({ ...input, attempt: 'aaaaaaaa', error: 'AboveBudget', cause: undefined }, world(undefined, published));
  expect(published.speech?.languages[1]?.missing).toMatchObject({ code: 'AboveBudget' });
});

test('where only languages were tried again, those alone are given up', async () => {
  const published: Partial<Asset> = {
    run: input.run,
    status: 'READY',
    speech: {
      run: input.run,
      status: 'found',
      language: 'en',
      languages: [{ language: 'en' }, { language: 'es', attempt: 'aaaaaaaa' }, { language: 'fr', attempt: 'bbbbbbbb' }],
    },
  };
  await fail({ ...input, attempt: 'aaaaaaaa' }, world(undefined, published));
  expect(published.speech?.languages.map(({ language, missing }) => [language, missing?.code])).toEqual([
    ['en', undefined],
    ['es', 'SpeechFailed'],
    ['fr', undefined],
  ]);
});

describe('an execution that was ended from outside', () => {
  const { assetId, run } = input;
  const ended = (status: string, begun: object) =>
    failureOf(executionEnded.parse({ detail: { status, input: JSON.stringify(begun) } }));

  test.each([
    ['ABORTED', 'ExecutionAborted'],
    ['TIMED_OUT', 'ExecutionTimedOut'],
  ])('fails its asset like one that failed: %s', (status, error) => {
    expect(ended(status, { assetId, run, source: {} })).toEqual({ assetId, run, attempt: run, error });
  });

  test('gives up the languages that it was for', () => {
    expect(ended('ABORTED', { assetId, run, speech: { attempt: 'aaaaaaaa', languages: ['es'] } }).attempt).toBe(
      'aaaaaaaa',
    );
  });

  test('that failed, and could not record it, fails its asset by its own error', () => {
    const execution = { status: 'FAILED', input: JSON.stringify({ assetId, run }) };
    const of = (more: object) => failureOf(executionEnded.parse({ detail: { ...execution, ...more } }));
    const failure = { assetId, run, attempt: run };
    expect(of({ error: 'TooSmall', cause: 'small' })).toEqual({ ...failure, error: 'TooSmall', cause: 'small' });
    expect(of({ error: null, cause: null })).toEqual({ ...failure, error: 'States.TaskFailed' });
    expect(of({})).toEqual({ ...failure, error: 'States.TaskFailed' });
  });

  test('that succeeded is not for this function', () => {
    expect(() => ended('SUCCEEDED', { assetId, run })).toThrow();
  });
});

test("no error for creators quotes a service's message as its own text", () => {
  const lambda = join(__dirname, '..', '..', '..', '..', 'lambda');
  const files = readdirSync(lambda, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const quoting = files.flatMap((name) =>
    [...readFileSync(join(lambda, name), 'utf8').matchAll(/new (?:Refusal|SpeechFailure)\(([^;]*)\);/g)]
      .filter(([, text = '']) => /\b(message|reason|FailureReason|errorMessage)\b/.test(text))
      .filter(([, text = '']) => !text.includes('withServiceMessage('))
      .map(([all]) => `${name}: ${all}`),
  );
  expect(quoting).toEqual([]);
});
