import { randomBytes, randomUUID } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Measured } from '../../kernel/service-metrics';
import type { Store } from '../../kernel/store';
import type { Message } from './message';

/** A queue's settings, times in seconds and sizes in bytes. */
export interface QueueSettings {
  readonly visibilityTimeout: number;
  readonly delay: number;
  readonly retention: number;
  readonly receiveWait: number;
  readonly maxMessageBytes: number;
  readonly redrive?: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };
  /** The customer's KMS key, if there is one. */
  readonly key?: string;
  readonly policy?: unknown;
}

/** The maximum number of messages in flight (API reference, ReceiveMessage). */
const maxInFlight = 120_000;

/** The minimum number of milliseconds between two purges. */
const purgeInterval = 60_000;

export interface Sending {
  readonly body: string;
  readonly attributes: Message['attributes'];
  readonly traceHeader?: string;
  readonly senderId: string;
  readonly delay?: number;
}

/**
 * One standard queue. Messages are delivered at least once, and in order if possible. They are on disk before `send`
 * returns.
 */
export class Queue {
  /** Set at every deploy. */
  settings!: QueueSettings;
  readonly deployedAt: number;
  private readonly messages: Store<Message>;
  /** Called when a message may have become available. */
  private readonly waiters = new Set<() => void>();
  private sequence = 0;
  private purgedAt: number | undefined;

  constructor(
    private readonly kernel: Kernel,
    readonly name: string,
    readonly region: string,
  ) {
    this.messages = kernel.store<Message>('sqs', `messages/${region}/${name}`);
    this.deployedAt = kernel.now();
  }

  get arn(): string {
    return `arn:aws:sqs:${this.region}:${this.kernel.accountId}:${this.name}`;
  }

  send({ delay = this.settings.delay, ...content }: Sending): Message {
    const now = this.kernel.now();
    const message = { ...content, id: randomUUID(), sentAt: now, visibleAt: now + delay * 1000, receiveCount: 0 };
    this.add(message);
    return message;
  }

  /** Adds a message that another queue has moved here. */
  add(message: Message): void {
    // The key orders messages of the same millisecond.
    const order = `${String(message.sentAt).padStart(15, '0')}-${String(this.sequence++).padStart(9, '0')}`;
    this.messages.put(`${order}-${message.id}`, message);
    this.wake();
  }

  /**
   * Receives up to `max` messages and makes each invisible for `visibility` seconds. Messages that were received too
   * often go to `giveUp` instead.
   */
  receive(max: number, visibility: number, giveUp: (message: Message) => boolean): Message[] {
    const now = this.kernel.now();
    const received: Message[] = [];
    if (this.count().inFlight >= maxInFlight) throw new ServiceError('OverLimit', 'Too many messages in flight', 403);
    for (const [key, message] of this.entries()) {
      if (received.length === max) break;
      if (message.visibleAt > now) continue;
      const { redrive } = this.settings;
      if (redrive && message.receiveCount >= redrive.maxReceiveCount && giveUp(message)) {
        this.messages.delete(key);
        continue;
      }
      const next: Message = {
        ...message,
        visibleAt: now + visibility * 1000,
        receiveCount: message.receiveCount + 1,
        firstReceivedAt: message.firstReceivedAt ?? now,
        receipt: randomBytes(8).toString('hex'),
      };
      this.messages.put(key, next);
      received.push(next);
    }
    return received;
  }

  /** Handles of deleted messages are accepted, as on AWS. Throws `ReceiptHandleIsInvalid`. */
  delete(handle: string): void {
    const key = this.keyOf(handle);
    if (key) this.messages.delete(key);
  }

  /** `visibility` is in seconds from now. Throws `MessageNotInflight`, `ReceiptHandleIsInvalid`. */
  changeVisibility(handle: string, visibility: number): void {
    const key = this.keyOf(handle);
    const message = key && this.messages.get(key);
    const now = this.kernel.now();
    if (!key || !message || message.visibleAt <= now || message.receipt !== handle.split('.')[1]) {
      throw new ServiceError('MessageNotInflight', `The message of ${handle} is not in flight`);
    }
    this.messages.put(key, { ...message, visibleAt: now + visibility * 1000 });
    this.wake();
  }

  /** Throws `PurgeQueueInProgress` within 60 seconds of the last purge (API reference, PurgeQueue). */
  purge(): void {
    const now = this.kernel.now();
    if (this.purgedAt !== undefined && now - this.purgedAt < purgeInterval) {
      const message = `Only one PurgeQueue operation on ${this.name} is allowed every 60 seconds.`;
      throw new ServiceError('PurgeQueueInProgress', message, 403);
    }
    this.purgedAt = now;
    for (const [key] of this.messages.entries()) this.messages.delete(key);
  }

  count(): { visible: number; inFlight: number; delayed: number } {
    const now = this.kernel.now();
    const all = this.entries().map(([, message]) => message);
    const hidden = all.filter(({ visibleAt }) => visibleAt > now);
    const inFlight = hidden.filter(({ receiveCount }) => receiveCount > 0).length;
    return { visible: all.length - hidden.length, inFlight, delayed: hidden.length - inFlight };
  }

  /** Returns the values of the queue's metrics. Times are in seconds. */
  gauges(): Measured {
    const { visible, inFlight, delayed } = this.count();
    const [oldest] = this.entries().map(([, { sentAt }]) => sentAt);
    return {
      ...{ region: this.region, namespace: 'AWS/SQS', dimensions: { QueueName: this.name } },
      values: {
        ApproximateNumberOfMessagesVisible: visible,
        ApproximateNumberOfMessagesNotVisible: inFlight,
        ApproximateNumberOfMessagesDelayed: delayed,
        ApproximateAgeOfOldestMessage: oldest === undefined ? 0 : Math.floor((this.kernel.now() - oldest) / 1000),
      },
    };
  }

  /**
   * Resolves when a message may be available, after `milliseconds`, when the caller disconnects, or when the queue
   * closes.
   */
  wait(milliseconds: number): Promise<void> {
    const now = this.kernel.now();
    const next = this.entries().reduce((least, [, { visibleAt }]) => Math.min(least, visibleAt - now), milliseconds);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(1, next));
      this.waiters.add(done);
    });
  }

  wake(): void {
    for (const done of [...this.waiters]) done();
  }

  /** Drops the messages that are older than the retention period. */
  sweep(): void {
    this.entries();
  }

  /** Returns the messages in order of sending, and drops those that are older than the retention period. */
  private entries(): [string, Message][] {
    const oldest = this.kernel.now() - this.settings.retention * 1000;
    const kept: [string, Message][] = [];
    for (const entry of this.messages.entries()) {
      if (entry[1].sentAt < oldest) this.messages.delete(entry[0]);
      else kept.push(entry);
    }
    return kept.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  private keyOf(handle: string): string | undefined {
    const match = /^([0-9a-f-]{36})\.[0-9a-f]{16}$/.exec(handle);
    if (!match) {
      throw new ServiceError(
        'ReceiptHandleIsInvalid',
        `The input receipt handle "${handle}" is not a valid receipt handle.`,
      );
    }
    return this.messages.entries().find(([, { id }]) => id === match[1])?.[0];
  }
}
