import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Keeper } from './keeper';
import type { Found } from './letter';

/** Seconds in which a run of the command can call all functions. */
const hiddenSeconds = 600;
/** A response without messages can be of servers that have none; two in a row, with long polling, are of an empty queue. */
const emptyResponses = 2;

/** A dead-letter queue. */
export class QueueOfLetters implements Keeper {
  private readonly receipts = new Map<string, string>();

  constructor(
    private readonly client: SQSClient,
    private readonly QueueUrl: string,
  ) {}

  async count(): Promise<number> {
    const AttributeNames = ['ApproximateNumberOfMessages' as const];
    const { Attributes } = await this.client.send(
      new GetQueueAttributesCommand({ QueueUrl: this.QueueUrl, AttributeNames }),
    );
    return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
  }

  async read(most: number): Promise<Found[]> {
    const found = new Map<string, Found>();
    for (let empty = 0; empty < emptyResponses && found.size < most; ) {
      const { Messages = [] } = await this.client.send(
        new ReceiveMessageCommand({
          QueueUrl: this.QueueUrl,
          MaxNumberOfMessages: Math.min(10, most - found.size),
          VisibilityTimeout: hiddenSeconds,
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
      );
      empty = Messages.length === 0 ? empty + 1 : 0;
      for (const { MessageId: id = '', Body: body = '', ReceiptHandle = '', ...message } of Messages) {
        this.receipts.set(id, ReceiptHandle);
        const attributes = Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
          name,
          StringValue,
        ]);
        const at = new Date(Number(message.Attributes?.SentTimestamp ?? Number.NaN));
        found.set(id, { id, body, attributes: Object.fromEntries(attributes), at });
      }
    }
    return [...found.values()];
  }

  async remove({ id }: Found): Promise<void> {
    await this.client.send(new DeleteMessageCommand({ QueueUrl: this.QueueUrl, ReceiptHandle: this.receipts.get(id) }));
  }

  async release(found: readonly Found[]): Promise<void> {
    for (const { id } of found) {
      const ReceiptHandle = this.receipts.get(id);
      const change = { QueueUrl: this.QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
      await this.client.send(new ChangeMessageVisibilityCommand(change));
    }
  }
}
