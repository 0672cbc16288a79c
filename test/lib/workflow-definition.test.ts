import validate from 'asl-validator';
import jsonata from 'jsonata';
import { pictureJobKey } from '../../lambda/media-pipeline/messages';
import { workflowDefinition } from '../../lib/constructs/workflow-definition';
import cases from '../cases/judge-job.json';

const definition = workflowDefinition({ jobSeconds: 60, jobChecks: 3 });
// biome-ignore lint/suspicious/noExplicitAny: states differ by type, and the tests look into all of them
const states: Record<string, any> = definition.States;
const film = { assetId: 'abcdefghijklmnopqrstuv', run: '0a1b2c3d', source: { bucket: 'b', key: 'k' } };

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

test('leads every error to the one place of failure, until the asset is published', () => {
  const tasks = Object.entries(states).filter(([, { Type }]) => Type === 'Task');
  const caught = tasks.filter(([, { Catch = [] }]) => Catch.at(-1)?.ErrorEquals[0] === 'States.ALL');
  expect(tasks.filter((task) => !caught.includes(task)).map(([name]) => name)).toEqual(['NotifyReady']);
  expect(caught.filter(([, { Catch }]) => Catch.at(-1).Next !== 'Fail').map(([name]) => name)).toEqual(['Fail']);
});

test('tries again what failed on the way to a function, but not what the function refused', () => {
  for (const { Resource, Retry } of Object.values(states)) {
    if (!Resource?.includes(':lambda:')) continue;
    const retried = Retry.flatMap(({ ErrorEquals }: { ErrorEquals: string[] }) => ErrorEquals);
    expect(retried).toContain('Lambda.TooManyRequestsException');
    expect(retried.filter((name: string) => !/^(Lambda|Sandbox)\./.test(name))).toEqual([]);
  }
});

test('hands the functions what they take', async () => {
  const variables = { states: { context }, probe: { container: 'mp4' }, ladder: { sound: {} } };
  const payload = (name: string) => evaluate(states[name].Arguments.Payload, variables);
  expect(await payload('Inspect')).toEqual(film);
  expect(await payload('PlanLadder')).toEqual({ probe: variables.probe });
  expect(await payload('Transcode')).toEqual({ ...film, ladder: variables.ladder, taskToken: 'token' });
  expect(await payload('Publish')).toEqual({ ...film, probe: variables.probe });
});

test('tells the fail function the error, with an empty cause where there is none', async () => {
  const failureOf = async (errorOutput: object) => {
    const { failure } = (await evaluate(states.Inspect.Catch[0].Assign, { states: { errorOutput } })) as never;
    return evaluate(states.Fail.Arguments.Payload, { states: { context }, failure });
  };
  const { assetId, run } = film;
  expect(await failureOf({ Error: 'NotMedia', Cause: '{}' })).toEqual({ assetId, run, error: 'NotMedia', cause: '{}' });
  expect(await failureOf({ Error: 'States.Timeout' })).toEqual({ assetId, run, error: 'States.Timeout', cause: '' });
});

test('looks for the job where the transcode function keeps its id', async () => {
  const { Key } = (await evaluate(states.FindJob.Arguments, { states: { context } })) as { Key: unknown };
  expect(Key).toEqual({ id: { S: pictureJobKey(film) } });
});

describe('when the event of the end of a job is late, it judges by the job itself', () => {
  test.each(cases)('$name', async ({ input: { checks, ...job }, expected }) => {
    const variables = { states: { input: job }, checks };
    const { Choices, Default, Assign } = states.JudgeJob;
    let next = Default;
    for (const { Condition, Next } of Choices.toReversed()) if (await evaluate(Condition, variables)) next = Next;
    const failure = next === Default ? await evaluate(Assign, variables) : {};
    expect({ next, ...(failure as object) }).toEqual(expected);
  });
});
