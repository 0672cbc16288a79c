import type {
  GetTopicAttributesCommandInput,
  GetTopicAttributesCommandOutput,
  ListSubscriptionsByTopicCommandInput,
  ListSubscriptionsByTopicCommandOutput,
  ListTopicsCommandOutput,
} from '@aws-sdk/client-sns';
import * as sdk from '@aws-sdk/client-sns';
import type { Kernel } from '../../kernel/kernel';
import type { Call, LocalService } from '../../kernel/service';
import { permissions } from './permissions';
import { publish, publishBatch } from './publish';
import type { Published } from './published';
import { subscriptionProvider, topicPolicyProvider, topicProvider } from './resources';
import { Topics } from './topics';

export interface Sns extends LocalService {
  /** Returns the last 1,000 published messages, including mails, oldest first. */
  published(): readonly Published[];
}

const maxPublished = 1000;

/** SNS: standard topics that deliver to queues and functions, and to the log instead of mailboxes. */
export function createSns(kernel: Kernel): Sns {
  const topics = new Topics(kernel);
  const kept = kernel.store<Published>('sns', 'published');
  // Keys begin with the time, so that they sort by publication.
  const inOrder = () => kept.entries().sort(([a], [b]) => (a < b ? -1 : 1));
  const record = (published: Published) => {
    kept.put(`${published.timestamp}/${published.messageId}`, published);
    for (const [key] of inOrder().slice(0, -maxPublished)) kept.delete(key);
  };
  return {
    published: () => inOrder().map(([, published]) => published),
    wire: {
      id: 'sns',
      sdk,
      permissions,
      operations: {
        GetTopicAttributes: getTopicAttributes(topics),
        ListSubscriptionsByTopic: listSubscriptionsByTopic(topics),
        ListTopics: listTopics(topics),
        Publish: publish(topics, record),
        PublishBatch: publishBatch(topics, record),
      },
    },
    resources: {
      'AWS::SNS::Subscription': subscriptionProvider(topics),
      'AWS::SNS::Topic': topicProvider(topics),
      'AWS::SNS::TopicPolicy': topicPolicyProvider(topics),
    },
  };
}

function listTopics(topics: Topics) {
  return (_input: unknown, call: Call): Omit<ListTopicsCommandOutput, '$metadata'> => ({
    Topics: topics.in(call.region).map(({ arn }) => ({ TopicArn: arn })),
  });
}

function getTopicAttributes(topics: Topics) {
  return (input: GetTopicAttributesCommandInput, call: Call): Omit<GetTopicAttributesCommandOutput, '$metadata'> => {
    const { arn, displayName, key, subscriptions } = topics.find(input.TopicArn, call.region);
    return {
      Attributes: {
        TopicArn: arn,
        DisplayName: displayName,
        Owner: call.accountId,
        SubscriptionsConfirmed: String(subscriptions.size),
        ...(key !== undefined && { KmsMasterKeyId: key }),
      },
    };
  };
}

function listSubscriptionsByTopic(topics: Topics) {
  return (
    input: ListSubscriptionsByTopicCommandInput,
    call: Call,
  ): Omit<ListSubscriptionsByTopicCommandOutput, '$metadata'> => {
    const topic = topics.find(input.TopicArn, call.region);
    return {
      Subscriptions: [...topic.subscriptions.values()].map(({ arn, protocol, endpoint }) => ({
        SubscriptionArn: arn,
        Protocol: protocol,
        Endpoint: endpoint,
        TopicArn: topic.arn,
        Owner: call.accountId,
      })),
    };
  };
}
