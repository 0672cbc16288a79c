import { type FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { count } from '../shared/count';
import type { LakeRecord } from '../shared/interactions';
import { log } from '../shared/log';
import type { RecordStream } from './events';

export interface StreamOptions {
  /** Calls in all. @default 3 */
  readonly attempts?: number;
  /** Milliseconds that one call may take. @default 3000 */
  readonly timeoutMs?: number;
  /** Maximum of the first wait, in milliseconds; it doubles each time. @default 100 */
  readonly baseMs?: number;
}

/**
 * A Firehose stream. Records that Firehose did not accept are put again, and only those. The client must not retry by
 * itself: it would put a whole batch twice when a response is lost.
 */
export class FirehoseStream implements RecordStream {
  constructor(
    private readonly client: FirehoseClient,
    private readonly streamName: string,
    private readonly options: StreamOptions = {},
  ) {}

  async put(records: readonly LakeRecord[]): Promise<readonly boolean[]> {
    const { attempts = 3, baseMs = 100 } = this.options;
    const kept = records.map(() => false);
    const data = records.map((record) => Buffer.from(`${JSON.stringify(record)}\n`));
    let left = [...data.keys()];
    for (let attempt = 0; attempt < attempts && left.length > 0; attempt++) {
      if (attempt > 0) await pause(Math.random() * baseMs * 2 ** attempt);
      const accepted = await this.putOnce(left.map((index) => data[index] as Uint8Array));
      for (const [at, index] of left.entries()) kept[index] = accepted[at] === true;
      left = left.filter((index) => !kept[index]);
    }
    if (left.length > 0) count('EventsNotKept');
    return kept;
  }

  /** Returns for each record whether Firehose accepted it. */
  private async putOnce(data: readonly Uint8Array[]): Promise<readonly boolean[]> {
    const { timeoutMs = 3000 } = this.options;
    const Records = data.map((Data) => ({ Data }));
    try {
      const command = new PutRecordBatchCommand({ DeliveryStreamName: this.streamName, Records });
      const response = await this.client.send(command, { abortSignal: AbortSignal.timeout(timeoutMs) });
      return data.map((_, index) => response.RequestResponses?.[index]?.RecordId !== undefined);
    } catch (error) {
      log.warn('Firehose did not accept events', { error, events: data.length });
      return data.map(() => false);
    }
  }
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
