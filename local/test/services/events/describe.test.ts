import {
  DescribeEventBusCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { createEvents } from '../../../services/events';
import { createSqs } from '../../../services/sqs';
import { type Laptop, startLaptop } from '../../../testing/start-services';

let laptop: Laptop;
let events: EventBridgeClient;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createSqs(kernel), createEvents(kernel)]);
  events = new EventBridgeClient(laptop.clientConfig);
  await laptop.deploy('AWS::Events::EventBus', 'Films', { Name: 'films' });
});
afterAll(async () => {
  events.destroy();
  await laptop.stop();
});

const busArn = (name: string) => `arn:aws:events:eu-west-1:000000000000:event-bus/${name}`;

test('the default bus and those of templates are listed and described', async () => {
  const { EventBuses = [] } = await events.send(new ListEventBusesCommand({}));
  const listed = EventBuses.map(({ Name, Arn }) => ({ Name, Arn }));
  expect(listed).toEqual(
    expect.arrayContaining([
      { Name: 'default', Arn: busArn('default') },
      { Name: 'films', Arn: busArn('films') },
    ]),
  );
  expect(await events.send(new DescribeEventBusCommand({}))).toMatchObject({ Arn: busArn('default') });
  expect(await events.send(new DescribeEventBusCommand({ Name: 'films' }))).toMatchObject({ Arn: busArn('films') });
  await expect(events.send(new DescribeEventBusCommand({ Name: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('the targets of a rule are listed as its template has them', async () => {
  const { attributes } = await laptop.deploy('AWS::SQS::Queue', 'Queue', {});
  const Targets = [{ Id: 'Queue', Arn: attributes.Arn as string, Input: '{"a":1}' }];
  const rule = { EventPattern: { source: ['app'] }, Targets };
  const { ref } = await laptop.deploy('AWS::Events::Rule', 'Rule', rule);
  const listed = await events.send(new ListTargetsByRuleCommand({ Rule: ref }));
  expect(listed.Targets).toEqual(Targets);
  await expect(events.send(new ListTargetsByRuleCommand({ Rule: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
