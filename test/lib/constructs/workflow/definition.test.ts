import validate from 'asl-validator';
import jsonata from 'jsonata';
import { jobKey } from '../../../../lambda/shared/jobs';
import { finalCodes } from '../../../../lambda/shared/reasons';
import { workflowDefinition } from '../../../../lib/constructs/workflow/definition';
import cases from '../../../cases/judge-job.json';

// biome-ignore lint/suspicious/noExplicitAny: states differ by type, and the tests look into all of them
type State = any;
const definition = workflowDefinition('test', { jobSeconds: 3600, queueSeconds: 7200 });
const film = { assetId: 'abcdefghijklmnopqrstuv', run: '0a1b2c3d', source: { bucket: 'b', key: 'k' } };

/** Every state by its name, those of branches and iterations too. */
function statesIn(states: Record<string, State>): [string, State][] {
  return Object.entries(states).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.Branches ?? []).flatMap((branch: State) => statesIn(branch.States)),
    ...statesIn(state.ItemProcessor?.States ?? {}),
  ]);
}
const all = statesIn(definition.States);
const states = Object.fromEntries(all);

/** Evaluates all `{% … %}` within a value, as Step Functions does. */
async function evaluate(value: unknown, variables: Record<string, unknown>): Promise<unknown> {
  if (typeof value === 'string') {
    const [, expression] = /^\{%(.*)%\}$/s.exec(value) ?? [];
    return expression === undefined ? value : jsonata(expression).evaluate(null, variables);
  }
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(async ([key, item]) => [key, await evaluate(item, variables)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
const context = { Execution: { Input: film }, Task: { Token: 'token' } };

test('is valid Amazon States Language', () => {
  const { isValid, errorsText } = validate(definition, { checkArn: false });
  expect(isValid ? '' : errorsText('\n')).toBe('');
});

test('catches a result that is too large by its name too, and goes on as with any other error', () => {
  const named = all.flatMap(([name, { Catch = [] }]) => {
    const of = (error: string) => Catch.find(({ ErrorEquals }: State) => ErrorEquals.includes(error));
    const [limit, any] = [of('States.DataLimitExceeded'), of('States.ALL')];
    return JSON.stringify({ ...limit, ErrorEquals: 0 }) === JSON.stringify({ ...any, ErrorEquals: 0 }) ? [] : [name];
  });
  expect(named).toEqual([]);
});

test.each([
  ['a timeout, which has no cause', { Error: 'States.Timeout', Cause: null }, ['States.Timeout', '']],
  ['a token given back without a word', { Error: null, Cause: null }, ['States.TaskFailed', '']],
  ['an error with its cause', { Error: 'NotMedia', Cause: '{"a":1}' }, ['NotMedia', '{"a":1}']],
])('%s is kept as two texts, which Fail takes', async (_name, errorOutput, expected) => {
  const { Assign } = states.Inspect.Catch.at(-1);
  const { failure } = (await evaluate(Assign, { states: { errorOutput } })) as { failure: Record<string, string> };
  expect([failure.Error, failure.Cause]).toEqual(expected);
});

/** The retrier that Step Functions uses for an error: the first that matches. */
const retrierOf = (state: State, error: string) =>
  state.Retry.find(({ ErrorEquals }: State) => ErrorEquals.includes(error) || ErrorEquals.includes('States.ALL'));
const functions = all.filter(([, { Resource = '' }]) => Resource.includes(':::lambda:invoke'));

test.each([
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'TypeError',
  'Lambda.ServiceException',
  'Runtime.ExitError',
  'Runtime.OutOfMemory',
  'Sandbox.Timedout',
])('%s is retried by every call of a function', (error) => {
  const attempts = functions.map(([name, state]) => [name, retrierOf(state, error).MaxAttempts >= 2]);
  expect(attempts.filter(([, isRetried]) => !isRetried)).toEqual([]);
  expect(functions.length).toBeGreaterThan(10);
});

test.each(finalCodes)('%s is not retried, since the same call would fail again', (error) => {
  const attempts = functions.map(([name, state]) => [name, retrierOf(state, error).MaxAttempts]);
  expect(attempts.filter(([, most]) => most !== 0)).toEqual([]);
});

test('all retries are bounded, and those of many executions do not come at the same time', () => {
  const retriers = all.flatMap(([name, { Retry = [] }]) => Retry.map((retrier: State) => ({ name, ...retrier })));
  const simultaneous = retriers.filter(
    ({ MaxAttempts, JitterStrategy, BackoffRate }) => MaxAttempts > 0 && JitterStrategy !== 'FULL' && BackoffRate !== 1,
  );
  expect(simultaneous).toEqual([]);
  expect(retriers.filter(({ MaxAttempts }) => !(MaxAttempts <= 8))).toEqual([]);
});

test('every call has a timeout', () => {
  const tasks = all.filter(([, { Type }]) => Type === 'Task');
  expect(tasks.filter(([, { TimeoutSeconds }]) => TimeoutSeconds === undefined).map(([name]) => name)).toEqual([]);
});

test.each([
  ['a film of 3 seconds', 3, [33, 33, 66, 132]],
  ['a film of two hours', 7200, [7230, 7230, 14_460, 21_600]],
  ['a film of unknown length', undefined, [30, 30, 60, 120]],
  ['a film of unknown length, as null', null, [30, 30, 60, 120]],
])('the looks at the job of %s come in proportion to it', async (_, durationSeconds, expected) => {
  const waits: number[] = [];
  let transcodeWaited = 0;
  for (const _look of expected) {
    const variables = { probe: { durationSeconds }, transcodeWaited, transcodeQueued: 0, states: { input: {} } };
    const wait = (await evaluate(states.Transcode.TimeoutSeconds, variables)) as number;
    const [, , running] = states.JudgeTranscodeJob.Choices;
    ({ transcodeWaited } = (await evaluate(running.Assign, variables)) as { transcodeWaited: number });
    waits.push(wait);
  }
  expect(waits).toEqual(expected);
});

test('has no two states of one name', () => {
  expect(all).toHaveLength(Object.keys(states).length);
});

test('no variable of a branch has the name of one outside', () => {
  const assigned = (state: State): string[] =>
    [state, ...(state.Choices ?? []), ...(state.Catch ?? [])].flatMap(({ Assign = {} }) => Object.keys(Assign));
  const check = (scope: Record<string, State>, outer: readonly string[]) => {
    const own = [...new Set(Object.values(scope).flatMap(assigned))];
    expect(own.filter((name) => outer.includes(name))).toEqual([]);
    const inner = Object.values(scope).flatMap(({ Branches = [], ItemProcessor }) => [...Branches, ItemProcessor]);
    for (const branch of inner.filter(Boolean)) check(branch.States, [...outer, ...own]);
  };
  check(definition.States, []);
  expect.hasAssertions();
});

test('catches every error of every task except the last one', () => {
  const tasks = all.filter(([, { Type }]) => Type === 'Task' || Type === 'Parallel' || Type === 'Map');
  const caught = tasks.filter(([, { Catch = [] }]) => Catch.at(-1)?.ErrorEquals[0] === 'States.ALL');
  expect(tasks.filter((task) => !caught.includes(task)).map(([name]) => name)).toEqual(['NotifyReady']);
});

test('tells the fail function the error, with an empty cause where there is none', async () => {
  const failureOf = async (errorOutput: object) => {
    const { failure } = (await evaluate(states.Inspect.Catch[0].Assign, { states: { errorOutput } })) as never;
    return evaluate(states.Fail.Arguments.Payload, { states: { context }, failure, attempt: 'a' });
  };
  const { assetId, run } = film;
  const told = { assetId, run, attempt: 'a' };
  expect(await failureOf({ Error: 'NotMedia', Cause: '{}' })).toEqual({ ...told, error: 'NotMedia', cause: '{}' });
  expect(await failureOf({ Error: 'States.Timeout' })).toEqual({ ...told, error: 'States.Timeout', cause: '' });
});

test('looks for jobs where the functions keep their ids', async () => {
  const variables = { states: { context }, attempt: '99999999', language: 'pt-BR' };
  const keyOf = async (name: string) =>
    ((await evaluate(states[name].Arguments, variables)) as { Key: { id: { S: string } } }).Key.id.S;
  expect(await keyOf('FindTranscodeJob')).toBe(jobKey('picture', film));
  expect(await keyOf('FindExtractSoundJob')).toBe(jobKey('sound', { ...film, run: '99999999' }));
  expect(await keyOf('FindTranscodeDubJob')).toBe(jobKey('dub', { ...film, run: '99999999' }, 'pt-BR'));
});

describe.each([
  ['Transcode', { done: 'PublishPicture', failed: 'PictureFailed', failure: 'pictureFailure' }],
  ['TranscodeDub', { done: 'PublishDub', failed: 'NoteMissing', failure: 'languageFailure' }],
  ['ExtractSound', { done: 'Transcribe', failed: 'NoteFailure', failure: 'speechFailure' }],
])('when the event of the end of %s is late, it judges by the job itself', (name, { done, failed, failure }) => {
  const nexts: Record<string, string> = { done, failed, again: name, queued: `Note${name}Queued` };

  test.each(cases)('$name', async ({ input: { waited = 0, queued = 0, ...job }, expected }) => {
    const step = name.toLowerCase();
    const variables = { states: { input: job }, [`${step}Waited`]: waited, [`${step}Queued`]: queued };
    const { Choices, Default, Assign } = states[`Judge${name}Job`];
    let next = Default;
    for (const { Condition, Next } of Choices.toReversed()) if (await evaluate(Condition, variables)) next = Next;
    expect(next).toBe(nexts[expected.next]);
    if (next === Default) expect(await evaluate(Assign, variables)).toEqual({ [failure]: expected.failure });
  });
});
