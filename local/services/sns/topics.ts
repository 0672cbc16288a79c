import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';

export interface Subscription {
  readonly arn: string;
  readonly protocol: 'sqs' | 'lambda' | 'email' | 'email-json';
  readonly endpoint: string;
  readonly raw: boolean;
  /** The queue for messages that cannot be delivered. */
  readonly deadLetterArn?: string;
}

export interface Topic {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly displayName: string;
  /** The customer's KMS key, if there is one. */
  readonly key?: string;
  readonly subscriptions: Map<string, Subscription>;
}

/** The topics of the templates. */
export class Topics {
  private readonly byArn = new Map<string, Topic>();

  constructor(readonly kernel: Kernel) {}

  put(topic: Omit<Topic, 'subscriptions'>): void {
    const subscriptions = this.byArn.get(topic.arn)?.subscriptions ?? new Map();
    this.byArn.set(topic.arn, { ...topic, subscriptions });
  }

  measure({ name: TopicName, region }: Topic, values: Readonly<Record<string, number>>): void {
    this.kernel.measure({ region, namespace: 'AWS/SNS', dimensions: { TopicName }, values });
  }

  in(region: string): Topic[] {
    return [...this.byArn.values()].filter((topic) => topic.region === region);
  }

  /** Throws `NotFoundException`, as on AWS also for a topic of another region. */
  find(arn: string | undefined, region: string): Topic {
    const topic = this.byArn.get(arn ?? '');
    if (topic && topic.region === region) return topic;
    throw new ServiceError('NotFoundException', 'Topic does not exist', 404);
  }
}
