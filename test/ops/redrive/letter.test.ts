import { type Found, letterOf } from '../../../ops/redrive/letter';
import { list, redrive } from '../../../ops/redrive/redrive';

const asset = 'abcdefghijklmnopqrstuv';
const lambda = 'arn:aws:lambda:eu-west-1:111122223333:function:Ingest1';
const machine = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Lifecycle2';
const event = { source: 'aws.s3', detail: { object: { key: `uploads/${asset}/source` } } };
const at = new Date('2026-01-01T00:00:00Z');
const found = (body: unknown, attributes: Found['attributes'] = {}): Found => ({
  id: 'm1',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes,
  at,
});
const failure = { ERROR_CODE: 'SDK_CLIENT_ERROR', ERROR_MESSAGE: 'throttled' };

/** The forms of dead letters, as the documents of their senders show them. */
const ofRule = found(event, {
  ...failure,
  RULE_ARN: 'arn:aws:events:eu-west-1:111122223333:rule/SourceUploaded9',
  TARGET_ARN: lambda,
});
const ofSchedule = found('{"pollSeconds":60}', {
  ...failure,
  SCHEDULE_ARN: 'arn:aws:scheduler:eu-west-1:111122223333:schedule/default/Lifecycle',
  TARGET_ARN: machine,
});
const ofInvocation = found({
  requestContext: { functionArn: `${lambda}:$LATEST`, condition: 'RetriesExhausted', approximateInvokeCount: 3 },
  requestPayload: event,
  responsePayload: { errorType: 'AccessDeniedException', errorMessage: 'not authorized' },
});
const batch = {
  requestContext: { functionArn: lambda, condition: 'RetryAttemptsExhausted' },
  DDBStreamBatchInfo: {
    batchSize: 2,
    streamArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/Assets3/stream/2026-01-01T00:00:00.000',
  },
};
const ofStream = found({ ...batch, payload: '{"Records":[{"eventID":"1"}]}' });

test.each([
  [
    'an event of a rule, which is not put on the bus again',
    ofRule,
    { kind: 'event', functionName: 'Ingest1', payload: JSON.stringify(event) },
  ],
  [
    'a start by a schedule',
    ofSchedule,
    { kind: 'execution', arn: machine, name: 'redrive-m1', input: '{"pollSeconds":60}' },
  ],
  [
    'an asynchronous invocation',
    ofInvocation,
    { kind: 'event', functionName: 'Ingest1', payload: JSON.stringify(event) },
  ],
  [
    'a batch of a stream',
    ofStream,
    { kind: 'records', functionName: 'Ingest1', payload: '{"Records":[{"eventID":"1"}]}', table: 'Assets3' },
  ],
])('is given back to its receiver and to no other: %s', (_what, letter, call) => {
  expect(letterOf(letter).call).toEqual(call);
});

test.each([
  ['only positions in a stream', found(batch), 'only the positions'],
  [
    'Lambda’s own form, without the function',
    found(event, { ErrorCode: '200', ErrorMessage: 'x' }),
    'not name its function',
  ],
  ['another target', found(event, { ...failure, TARGET_ARN: 'arn:aws:sns:eu-west-1:1:t' }), 'neither a function'],
  ['something else', found('not JSON'), 'form is not known'],
])('is kept, with the reason: %s', (_what, letter, why) => {
  const { call, why: said } = letterOf(letter);
  expect([call, said]).toEqual([undefined, expect.stringContaining(why)]);
});

test('the list has age, source, asset and error, in one line without controls', () => {
  const evil = found(event, { ...failure, ERROR_MESSAGE: 'a\u001b[2Jb\nc', TARGET_ARN: lambda, RULE_ARN: 'r/R' });
  const lines = list([ofRule, ofInvocation, evil].map(letterOf), new Date('2026-01-01T05:00:00Z')).split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[1]).toMatch(new RegExp(`^5 h +rule SourceUploaded9 → Ingest1 +${asset} +SDK_CLIENT_ERROR: throttled$`));
  expect(lines[2]).toContain('AccessDeniedException: not authorized');
  expect(lines[3]).toContain('a [2Jb c');
});

describe('a dead letter', () => {
  const world = (refuses = false) => {
    const story: string[] = [];
    const keeper = {
      count: async () => 0,
      read: async () => [],
      remove: async ({ id }: Found) => void story.push(`remove ${id}`),
      release: async (some: readonly Found[]) => void story.push(...some.map(({ id }) => `release ${id}`)),
    };
    const calls = {
      make: async () => {
        if (refuses) throw new Error('throttled');
        story.push('call');
      },
    };
    return { story, ports: { keeper, calls, isOurs: (call: { kind: string }) => call.kind !== 'execution' } };
  };

  test('is removed only after its call was accepted', async () => {
    const { story, ports } = world();
    expect(await redrive([letterOf(ofRule)], ports)).toEqual({ redriven: 1, kept: [] });
    expect(story).toEqual(['call', 'remove m1']);
  });

  test('stays when the call is refused, when it cannot be given back, and when its receiver is not of the stage', async () => {
    const refused = world(true);
    const { kept } = await redrive([letterOf(ofRule)], refused.ports);
    expect([refused.story, kept]).toEqual([['release m1'], [expect.stringContaining('throttled')]]);
    const other = world();
    await redrive([ofSchedule, found(batch)].map(letterOf), other.ports);
    expect(other.story).toEqual(['release m1', 'release m1']);
  });
});
