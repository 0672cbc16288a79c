import { randomUUID } from 'node:crypto';
import type {
  MessageAttributeValue,
  PublishBatchCommandInput,
  PublishBatchCommandOutput,
  PublishBatchRequestEntry,
  PublishCommandInput,
  PublishCommandOutput,
} from '@aws-sdk/client-sns';
import { type Call, ServiceError } from '../../kernel/service';
import { authorizeKeyUse } from '../kms/use-key';
import { deliver } from './deliver';
import type { Published } from './published';
import type { Topic, Topics } from './topics';

/** Bytes (API reference, Publish). */
const maxMessageBytes = 262_144;
const maxBatch = 10;

/** Called when a message is accepted. It is delivered before the caller gets the response. */
export type RecordPublication = (published: Published) => void;

export function publish(topics: Topics, record: RecordPublication) {
  return async (input: PublishCommandInput, call: Call): Promise<Omit<PublishCommandOutput, '$metadata'>> => {
    if (input.PhoneNumber) throw invalid('PhoneNumber: this runtime does not support text messages');
    const topic = allowedTopic(topics, call, input.TopicArn ?? input.TargetArn);
    return { MessageId: await publishOne(topics, topic, input, record) };
  };
}

export function publishBatch(topics: Topics, record: RecordPublication) {
  return async (input: PublishBatchCommandInput, call: Call): Promise<Omit<PublishBatchCommandOutput, '$metadata'>> => {
    const topic = allowedTopic(topics, call, input.TopicArn);
    const entries = input.PublishBatchRequestEntries ?? [];
    if (entries.length === 0) {
      throw new ServiceError('EmptyBatchRequestException', "The batch request doesn't contain any entries.");
    }
    if (entries.length > maxBatch) {
      throw new ServiceError('TooManyEntriesInBatchRequestException', `The batch has more than ${maxBatch} entries.`);
    }
    if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
      throw new ServiceError('BatchEntryIdsNotDistinctException', 'Two or more batch entries have the same Id.');
    }
    const result: Required<Pick<PublishBatchCommandOutput, 'Successful' | 'Failed'>> = { Successful: [], Failed: [] };
    for (const entry of entries as (PublishBatchRequestEntry & { Id: string })[]) {
      try {
        result.Successful.push({ Id: entry.Id, MessageId: await publishOne(topics, topic, entry, record) });
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        result.Failed.push({ Id: entry.Id, Code: error.name, Message: error.message, SenderFault: true });
      }
    }
    return result;
  };
}

function allowedTopic(topics: Topics, call: Call, arn: string | undefined): Topic {
  const topic = topics.find(arn, call.region);
  authorizeKeyUse(
    topics.kernel,
    {
      principal: call.principal,
      region: call.region,
      via: 'sns',
      key: topic.key,
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      encryptionContext: { 'aws:sns:topicArn': topic.arn },
    },
    'KMSAccessDeniedException',
  );
  return topic;
}

type Content = Pick<PublishCommandInput, 'Message' | 'Subject' | 'MessageAttributes' | 'MessageStructure'>;

async function publishOne(topics: Topics, topic: Topic, content: Content, record: RecordPublication): Promise<string> {
  const message = content.Message;
  if (!message) throw invalid('Empty message');
  if (content.MessageStructure) throw invalid('MessageStructure is not supported by this runtime');
  if (Buffer.byteLength(message) > maxMessageBytes) throw invalid('Message too long');
  if (content.Subject !== undefined && (content.Subject.length === 0 || content.Subject.length > 100)) {
    throw invalid('Subject');
  }
  const published: Published = {
    messageId: randomUUID(),
    topicArn: topic.arn,
    subject: content.Subject,
    message,
    attributes: attributesOf(content.MessageAttributes),
    timestamp: new Date(topics.kernel.now()).toISOString(),
  };
  record(published);
  topics.measure(topic, { NumberOfMessagesPublished: 1 });
  await Promise.all([...topic.subscriptions.values()].map((to) => deliver(topics, topic, to, published)));
  return published.messageId;
}

function attributesOf(given: Record<string, MessageAttributeValue> = {}): Published['attributes'] {
  return Object.fromEntries(
    Object.entries(given).map(([name, { DataType = '', StringValue, BinaryValue }]) => {
      const value = BinaryValue ? Buffer.from(BinaryValue).toString('base64') : StringValue;
      if (!value || !/^(String|Number|Binary)/.test(DataType)) {
        throw new ServiceError('ParameterValueInvalid', `The message attribute '${name}' must have a type and a value`);
      }
      return [name, { Type: DataType, Value: value }];
    }),
  );
}

function invalid(what: string): ServiceError {
  return new ServiceError('InvalidParameterException', `Invalid parameter: ${what}`);
}
