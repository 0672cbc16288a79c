import type { Permissions } from '../../kernel/service';

interface TopicInput {
  readonly TopicArn?: string;
  readonly TargetArn?: string;
}

const onTopic = (action: string) => (input: TopicInput) => [
  { action: `sns:${action}`, resource: input.TopicArn ?? input.TargetArn ?? '*' },
];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const permissions: Permissions = {
  GetTopicAttributes: onTopic('GetTopicAttributes'),
  ListSubscriptionsByTopic: onTopic('ListSubscriptionsByTopic'),
  ListTopics: () => [{ action: 'sns:ListTopics', resource: '*' }],
  Publish: onTopic('Publish'),
  PublishBatch: onTopic('Publish'),
};
