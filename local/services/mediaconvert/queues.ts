import type { Queue } from '@aws-sdk/client-mediaconvert';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import type { JobRecord } from './job';

export interface QueueRecord {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly description?: string;
  readonly status: 'ACTIVE' | 'PAUSED';
  readonly createdAt: number;
  readonly updatedAt: number;
}

export function queueArn(region: string, accountId: string, name: string): string {
  return `arn:aws:mediaconvert:${region}:${accountId}:queues/${name}`;
}

/** On-demand queues. Every region has one called `Default`. */
export class Queues {
  private readonly store: Store<QueueRecord>;

  constructor(private readonly kernel: Kernel) {
    this.store = kernel.store<QueueRecord>('mediaconvert', 'queues');
  }

  put(region: string, name: string, description: string | undefined, status: QueueRecord['status']): QueueRecord {
    const arn = queueArn(region, this.kernel.accountId, name);
    const now = this.kernel.now();
    const record = {
      arn,
      name,
      region,
      status,
      ...(description !== undefined && { description }),
      createdAt: this.store.get(arn)?.createdAt ?? now,
      updatedAt: now,
    };
    this.store.put(arn, record);
    return record;
  }

  list(region: string): QueueRecord[] {
    const own = this.store.entries().flatMap(([, queue]) => (queue.region === region ? [queue] : []));
    return own.some(({ name }) => name === 'Default') ? own : [this.makeDefault(region), ...own];
  }

  /** Returns a queue by name or ARN, or the default one. Throws `NotFoundException`. */
  get(region: string, reference = 'Default'): QueueRecord {
    const found = this.list(region).find(({ name, arn }) => name === reference || arn === reference);
    if (!found) throw new ServiceError('NotFoundException', `The queue ${reference} does not exist.`, 404);
    return found;
  }

  isPaused(arn: string): boolean {
    return this.store.get(arn)?.status === 'PAUSED';
  }

  private makeDefault(region: string): QueueRecord {
    const arn = queueArn(region, this.kernel.accountId, 'Default');
    return { arn, name: 'Default', region, status: 'ACTIVE', createdAt: 0, updatedAt: 0 };
  }
}

export function describeQueue(queue: QueueRecord, jobs: readonly JobRecord[]): Queue {
  const own = jobs.filter(({ queueArn: arn }) => arn === queue.arn);
  return {
    Arn: queue.arn,
    Name: queue.name,
    ...(queue.description !== undefined && { Description: queue.description }),
    Status: queue.status,
    PricingPlan: 'ON_DEMAND',
    Type: queue.name === 'Default' ? 'SYSTEM' : 'CUSTOM',
    CreatedAt: new Date(queue.createdAt),
    LastUpdated: new Date(queue.updatedAt),
    SubmittedJobsCount: own.filter(({ status }) => status === 'SUBMITTED').length,
    ProgressingJobsCount: own.filter(({ status }) => status === 'PROGRESSING').length,
  };
}
