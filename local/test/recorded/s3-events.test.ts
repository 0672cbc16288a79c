import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createEvents } from '../../services/events';
import { createKms } from '../../services/kms';
import { createS3 } from '../../services/s3';
import { createSqs } from '../../services/sqs';
import { type Laptop, startLaptop } from '../../testing/start-services';
import { differences } from './compare';
import { runSteps, type Step } from './steps';
import { judge } from './table';

const bucketName = 'recorded-bucket';
const endSource = 'test.end';

interface RecordedEvent {
  readonly source: string;
  readonly detail: { readonly id?: string; readonly object?: { readonly sequencer?: string } };
}

/** A bucket whose events reach a queue by a rule of the default bus. */
async function deploy(laptop: Laptop): Promise<string> {
  await laptop.deploy(
    'AWS::S3::Bucket',
    'Bucket',
    { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
    undefined,
    bucketName,
  );
  const queue = await laptop.deploy('AWS::SQS::Queue', 'Queue', {});
  const Principal = { Service: 'events.amazonaws.com' };
  const allowed = { Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: queue.attributes.Arn };
  await laptop.deploy('AWS::SQS::QueuePolicy', 'Policy', {
    Queues: [queue.ref],
    PolicyDocument: { Version: '2012-10-17', Statement: [allowed] },
  });
  await laptop.deploy('AWS::Events::Rule', 'Rule', {
    EventPattern: { source: ['aws.s3', endSource] },
    State: 'ENABLED',
    Targets: [{ Id: 'queue', Arn: queue.attributes.Arn }],
  });
  return queue.ref;
}

/** Returns S3's events until now, in S3's order: an event of its own, sent last, marks the end of them. */
async function readEvents(laptop: Laptop, QueueUrl: string, endId: string): Promise<RecordedEvent[]> {
  const bus = new EventBridgeClient(laptop.clientConfig);
  const queues = new SQSClient(laptop.clientConfig);
  const Detail = JSON.stringify({ id: endId });
  await bus.send(new PutEventsCommand({ Entries: [{ Source: endSource, DetailType: 'End', Detail }] }));
  const events: RecordedEvent[] = [];
  const ended = () => events.some(({ source, detail }) => source === endSource && detail.id === endId);
  while (!ended()) {
    const asked = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 };
    const { Messages = [] } = await queues.send(new ReceiveMessageCommand(asked));
    if (!Messages.length) continue;
    events.push(...Messages.map(({ Body }) => JSON.parse(Body as string) as RecordedEvent));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await queues.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
  bus.destroy();
  queues.destroy();
  const order = ({ detail }: RecordedEvent) => detail.object?.sequencer ?? '';
  return events
    .filter(({ source }) => source !== endSource)
    .sort((one, other) => order(one).localeCompare(order(other)));
}

/** Steps of this table name no bucket: every case has one. */
const inBucket = (steps: readonly Step[]): Step[] =>
  (JSON.parse(JSON.stringify(steps).replaceAll('{{bucket}}', bucketName)) as Step[]).map((step) =>
    step.call ? { ...step, params: { Bucket: bucketName, ...step.params } } : step,
  );

judge<{ id: string; steps: readonly Step[]; expected: readonly unknown[] }>(
  's3-events',
  async ({ steps, expected }) => {
    const laptop = await startLaptop((kernel) => [
      createKms(kernel),
      createS3(kernel),
      createSqs(kernel),
      createEvents(kernel),
    ]);
    try {
      const queue = await deploy(laptop);
      const forget = async () => {
        await readEvents(laptop, queue, 'forget');
      };
      const failures = await runSteps(laptop, inBucket(steps), { forget });
      return [...failures, ...differences(expected, await readEvents(laptop, queue, 'last'))];
    } finally {
      await laptop.stop();
    }
  },
);
