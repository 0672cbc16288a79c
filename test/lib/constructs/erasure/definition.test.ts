import * as lambdaSdk from '@aws-sdk/client-lambda';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  allow,
  createEvents,
  createStates,
  deployRole,
  ended,
  fastClock,
  type Laptop,
  standIn,
  startLaptop,
} from '@omnistream/local/test';
import type { EraseInput } from '../../../../lambda/erasure/erase';
import { eraseInput } from '../../../../lambda/erasure/erase';
import { erasureDefinition } from '../../../../lib/constructs/erasure/definition';

let laptop: Laptop;
let client: SFNClient;
let machine: string;
let calls: EraseInput[];
/** The result of the function under test; by default, `isComplete` and nothing found. */
let answer: (input: EraseInput) => object;

beforeAll(async () => {
  // biome-ignore lint/suspicious/noExplicitAny: the shape of the SDK's request
  const invoke = async ({ Payload }: any) => {
    const input = eraseInput.parse(JSON.parse(Buffer.from(Payload).toString()));
    calls.push(input);
    const answered = { isComplete: true, waitSeconds: 1, found: 0, ...answer(input) };
    return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: Buffer.from(JSON.stringify(answered)) };
  };
  const lambda = standIn({ id: 'lambda', sdk: lambdaSdk, operations: { Invoke: invoke } });
  laptop = await startLaptop((kernel) => [lambda, createStates(kernel, fastClock), createEvents(kernel)]);
  client = new SFNClient(laptop.clientConfig);
  const RoleArn = await deployRole(laptop, 'states.amazonaws.com', [allow('*')]);
  const definition = erasureDefinition({ kind: 'asset', stores: ['files', 'rows'], settleSeconds: 20 });
  const { ref } = await laptop.deploy('AWS::StepFunctions::StateMachine', 'Erase', {
    RoleArn,
    DefinitionString: JSON.stringify(definition),
    DefinitionSubstitutions: { Erase: 'erase' },
  });
  machine = ref;
});
afterAll(async () => {
  client.destroy();
  await laptop.stop();
});
beforeEach(() => {
  calls = [];
  answer = () => ({});
});

async function run() {
  const input = JSON.stringify({ erasure: 'e1' });
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: machine, input }));
  return ended(client, executionArn as string);
}
const said = () => calls.map((call) => `${call.action}${'store' in call ? ` ${call.store}` : ''}`);
const round = ['erase files', 'erase rows', 'search files', 'search rows'];

test('every store is erased, then searched, and then the certificate is written', async () => {
  expect((await run()).status).toBe('SUCCEEDED');
  expect(said()).toEqual([...round, 'certify']);
  expect(new Set(calls.map(({ erasure }) => erasure))).toEqual(new Set(['e1']));
});

test('a store that is not done is asked again', async () => {
  let left = 2;
  answer = ({ action }) => (action === 'erase' && left > 0 ? { isComplete: left-- === 0, waitSeconds: 30 } : {});
  expect((await run()).status).toBe('SUCCEEDED');
  expect(said()).toEqual(['erase files', 'erase files', ...round, 'certify']);
});

test('data that was written in the meantime is found and erased in another round', async () => {
  let found = 3;
  answer = ({ action }) => {
    if (action !== 'search') return {};
    const answered = { found };
    found = 0;
    return answered;
  };
  expect((await run()).status).toBe('SUCCEEDED');
  expect(said()).toEqual([...round, ...round, 'certify']);
});

test('what is written again and again fails the erasure, without a certificate', async () => {
  answer = ({ action }) => (action === 'search' ? { found: 1 } : {});
  const { status, error, cause } = await run();
  expect([status, error, cause]).toEqual(['FAILED', 'ErasureIncomplete', expect.stringContaining('2 things')]);
  expect(said()).toEqual(Array(8).fill(round).flat());
});
