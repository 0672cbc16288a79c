import { createHash } from 'node:crypto';
import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../kernel/service';
import type { Subscription, Topics } from './topics';

interface SubscriptionProperties {
  readonly TopicArn: string;
  readonly Protocol: string;
  readonly Endpoint: string;
  readonly RawMessageDelivery?: boolean | string;
  readonly RedrivePolicy?: { readonly deadLetterTargetArn: string } | string;
}

interface TopicProperties {
  readonly TopicName?: string;
  readonly DisplayName?: string;
  readonly KmsMasterKeyId?: string;
  readonly FifoTopic?: boolean | string;
  readonly Subscription?: readonly { readonly Protocol: string; readonly Endpoint: string }[];
}

const protocols = ['sqs', 'lambda', 'email', 'email-json'];

function arnOf(resource: Resource<TopicProperties>): string {
  return `arn:aws:sns:${resource.region}:${resource.accountId}:${resource.properties.TopicName ?? resource.name}`;
}

/** `AWS::SNS::Topic`; only standard topics. */
export function topicProvider(topics: Topics): ResourceProvider<TopicProperties> {
  return {
    identify: (resource) => ({
      ref: arnOf(resource),
      attributes: { TopicArn: arnOf(resource), TopicName: resource.properties.TopicName ?? resource.name },
    }),
    deploy(resource) {
      knownProperties(resource, [
        'TopicName',
        'DisplayName',
        'KmsMasterKeyId',
        'FifoTopic',
        'Subscription',
        // Signatures, tracing and prices of messages have no effect here.
        'SignatureVersion',
        'TracingConfig',
        'Tags',
      ]);
      const { properties, region } = resource;
      if (String(properties.FifoTopic) === 'true') throw unsupported(resource, 'FifoTopic');
      const arn = arnOf(resource);
      topics.put({
        arn,
        region,
        name: properties.TopicName ?? resource.name,
        displayName: properties.DisplayName ?? '',
        key: properties.KmsMasterKeyId,
      });
      for (const { Protocol, Endpoint } of properties.Subscription ?? []) {
        subscribe(topics, resource, { TopicArn: arn, Protocol, Endpoint });
      }
      return undefined;
    },
  };
}

/** `AWS::SNS::Subscription` for a queue, a function, or a mail address, whose messages are written to the log. */
export function subscriptionProvider(topics: Topics): ResourceProvider<SubscriptionProperties> {
  return {
    identify: (resource) => ({ ref: subscriptionArn(resource.properties) }),
    deploy(resource) {
      knownProperties(resource, ['TopicArn', 'Protocol', 'Endpoint', 'RawMessageDelivery', 'RedrivePolicy', 'Region']);
      subscribe(topics, resource, resource.properties);
      return undefined;
    },
  };
}

function subscribe(topics: Topics, resource: Resource, properties: SubscriptionProperties): void {
  if (!protocols.includes(properties.Protocol)) {
    throw unsupported(resource, `Protocol '${properties.Protocol}'`);
  }
  const topicRegion = properties.TopicArn.split(':')[3] ?? '';
  const redrive =
    typeof properties.RedrivePolicy === 'string' ? JSON.parse(properties.RedrivePolicy) : properties.RedrivePolicy;
  const subscription: Subscription = {
    arn: subscriptionArn(properties),
    protocol: properties.Protocol as Subscription['protocol'],
    endpoint: properties.Endpoint,
    raw: String(properties.RawMessageDelivery) === 'true',
    deadLetterArn: redrive?.deadLetterTargetArn,
  };
  topics.find(properties.TopicArn, topicRegion).subscriptions.set(subscription.arn, subscription);
}

/** A subscription is identified by its topic, protocol and endpoint, so subscribing twice makes only one. */
function subscriptionArn({ TopicArn, Protocol, Endpoint }: SubscriptionProperties): string {
  const hex = createHash('sha256').update(`${Protocol} ${Endpoint}`).digest('hex');
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
  return `${TopicArn}:${uuid}`;
}

interface TopicPolicyProperties {
  readonly Topics: readonly string[];
  readonly PolicyDocument: unknown;
}

/** `AWS::SNS::TopicPolicy`: replaces the topic's whole policy, as on AWS. */
export function topicPolicyProvider(topics: Topics): ResourceProvider<TopicPolicyProperties> {
  return {
    identify: (resource) => ({ ref: resource.name, attributes: { Id: resource.name } }),
    deploy(resource) {
      knownProperties(resource, ['Topics', 'PolicyDocument']);
      const { Topics: arns, PolicyDocument } = resource.properties;
      for (const arn of arns) {
        const topic = topics.find(arn, resource.region);
        topics.kernel.resourcePolicy(topic.arn, PolicyDocument, 'policy', resource);
      }
      return undefined;
    },
  };
}
