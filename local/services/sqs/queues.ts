import type { Kernel } from '../../kernel/kernel';
import { type Call, ServiceError } from '../../kernel/service';
import { authorizeKeyUse } from '../kms/use-key';
import { Queue, type QueueSettings } from './queue';

/** The queues of the templates. */
export class Queues {
  private readonly queues = new Map<string, Queue>();
  isClosing = false;

  constructor(readonly kernel: Kernel) {}

  put(name: string, region: string, settings: QueueSettings): Queue {
    const key = `${region}/${name}`;
    const queue = this.queues.get(key) ?? new Queue(this.kernel, name, region);
    queue.settings = settings;
    this.queues.set(key, queue);
    return queue;
  }

  url(name: string): string {
    return `${this.kernel.endpoint}/${this.kernel.accountId}/${name}`;
  }

  all(): readonly Queue[] {
    return [...this.queues.values()];
  }

  in(region: string): Queue[] {
    return [...this.queues.values()].filter((queue) => queue.region === region);
  }

  /** Finds a queue by its URL, in which the port may be that of an earlier start. Throws `QueueDoesNotExist`. */
  find(url: string | undefined, region: string): Queue {
    const queue = this.queues.get(`${region}/${queueName(url)}`);
    if (queue) return queue;
    throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
  }

  byArn(arn: string): Queue | undefined {
    return [...this.queues.values()].find((queue) => queue.arn === arn);
  }

  /** Checks the policy of the queue's key; see {@link authorizeKeyUse}. */
  authorizeKey(queue: Queue, call: Call, actions: readonly ('kms:Decrypt' | 'kms:GenerateDataKey')[]): void {
    const { principal, region } = call;
    const encryptionContext = { 'aws:sqs:arn': queue.arn };
    authorizeKeyUse(
      this.kernel,
      { principal, region, via: 'sqs', key: queue.settings.key, actions, encryptionContext },
      'KmsAccessDenied',
    );
  }

  close(): void {
    this.isClosing = true;
    for (const queue of this.queues.values()) queue.wake();
  }
}

export function queueName(url: string | undefined): string {
  return (url ?? '').slice((url ?? '').lastIndexOf('/') + 1);
}
