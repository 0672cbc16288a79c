import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { createSns } from '../../../services/sns';
import { type Laptop, startLaptop } from '../../../testing/start-services';

let laptop: Laptop;
let sns: SNSClient;
let TopicArn: string;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createSns(kernel)]);
  sns = new SNSClient(laptop.clientConfig);
  const Subscription = [{ Protocol: 'email', Endpoint: 'ops@example.com' }];
  TopicArn = (await laptop.deploy('AWS::SNS::Topic', 'Alarms', { DisplayName: 'Alarms', Subscription })).ref;
});
afterAll(async () => {
  sns.destroy();
  await laptop.stop();
});

test('topics are listed, each with its attributes', async () => {
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }]);
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toMatchObject({ TopicArn, DisplayName: 'Alarms', SubscriptionsConfirmed: '1' });
});

test('the subscriptions of a topic are listed', async () => {
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions).toMatchObject([{ TopicArn, Protocol: 'email', Endpoint: 'ops@example.com' }]);
  await expect(sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: `${TopicArn}-none` }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});
