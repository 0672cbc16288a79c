import { App, Stack } from 'aws-cdk-lib';
import { eventsHandler } from '../../../lambda/interactions/events.env';
import { planLadderHandler } from '../../../lambda/media-pipeline/encode/plan-ladder.env';
import { ingestHandler } from '../../../lambda/media-pipeline/intake/ingest.env';
import { failHandler } from '../../../lambda/media-pipeline/publish/fail.env';
import { describeHandler } from '../../../lambda/shared/handler-descriptor';
import { encodeList } from '../../../lambda/shared/lists';
import { type Environment, Handler, type HandlerProps } from '../../../lib/constructs/handler';
import { stageNamed } from '../../../lib/context';

const stage = stageNamed('dev');
const description = 'A function';

// Not called: `tsc` checks each of the expected errors.
function typed(stack: Stack): void {
  const forIngest: Environment<typeof ingestHandler> = { ASSETS_TABLE: 'a', JOBS_TABLE: 'j', STATE_MACHINE_ARN: 's' };
  new Handler(stack, 'Complete', { stage, description, handler: ingestHandler, environment: forIngest });
  // @ts-expect-error these are the variables of another function
  new Handler(stack, 'OfAnother', { stage, description, handler: failHandler, environment: forIngest });
  // @ts-expect-error FAILURES_TOPIC_ARN is missing
  new Handler(stack, 'Missing', { stage, description, handler: failHandler, environment: { ASSETS_TABLE: 'a' } });
  const forFail = { ASSETS_TABLE: 'a', JOBS_TABLE: 'j', FAILURES_TOPIC_ARN: 't' };
  new Handler(stack, 'Foreign', {
    stage,
    description,
    handler: failHandler,
    // @ts-expect-error USAGE_TABLE is not one of the function's variables
    environment: { ...forFail, USAGE_TABLE: 'u' },
  });
  new Handler(stack, 'None', { stage, description, handler: planLadderHandler, environment: {} });
  // @ts-expect-error the function has no variables
  new Handler(stack, 'Some', { stage, description, handler: planLadderHandler, environment: { JOBS_TABLE: 'j' } });
  const forEvents = { VIEWERS_TABLE: 'v', ACTIVITY_TABLE: 'a', SESSIONS_TABLE: 'p', STREAM_NAME: 's' };
  new Handler(stack, 'Encoded', {
    stage,
    description,
    handler: eventsHandler,
    environment: { ...forEvents, TRACKING_IDS: encodeList(['a', 'b']) },
  });
  new Handler(stack, 'ByHand', {
    stage,
    description,
    handler: eventsHandler,
    // @ts-expect-error a list comes from the encoder beside its decoder
    environment: { ...forEvents, TRACKING_IDS: ['a', 'b'].join(',') },
  });
  const handlers: Handler[] = [];
  handlers.push(new Handler(stack, 'Any', { stage, description, handler: planLadderHandler, environment: {} }));
}

test("another function's environment, a missing variable, a foreign one and a list joined by hand do not compile", () => {
  expect(typed).toBeInstanceOf(Function);
});

test('a function without a bundle is refused with the file that is missing', () => {
  const props: HandlerProps<Record<never, never>> = {
    stage,
    description,
    handler: describeHandler('no-such-function', {}),
    environment: {},
  };
  expect(() => new Handler(new Stack(new App(), 'Stack'), 'Function', props)).toThrow(
    'lambda/**/no-such-function.lambda.ts is missing',
  );
});
