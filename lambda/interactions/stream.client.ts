import { type FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { count } from '../shared/count';
import type { LakeRecord } from '../shared/interactions';
import { log } from '../shared/log';

export interface StreamOptions {
  /** Calls in all. */
  readonly attempts?: number;
  /** Milliseconds that one call may take. */
  readonly timeoutMs?: number;
  /** Milliseconds that the first wait is at most; it doubles each time. */
  readonly baseMs?: number;
}

/**
 * Puts records into a Firehose stream: those that it did not take are put again, and only those. The client must not
 * try again by itself: it would put all of a batch twice whose answer was lost.
 */
export function recordStream(client: FirehoseClient, DeliveryStreamName: string, options: StreamOptions = {}) {
  const { attempts = 3, timeoutMs = 3000, baseMs = 100 } = options;

  /** Answers which were taken. */
  async function put(data: readonly Uint8Array[]): Promise<readonly boolean[]> {
    try {
      const command = new PutRecordBatchCommand({ DeliveryStreamName, Records: data.map((Data) => ({ Data })) });
      const answer = await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMs) });
      return data.map((_, index) => answer.RequestResponses?.[index]?.RecordId !== undefined);
    } catch (error) {
      log.warn('Firehose did not take events', { error, events: data.length });
      return data.map(() => false);
    }
  }

  return async (records: readonly LakeRecord[]): Promise<readonly boolean[]> => {
    const kept = records.map(() => false);
    const data = records.map((record) => Buffer.from(`${JSON.stringify(record)}\n`));
    let left = [...data.keys()];
    for (let attempt = 0; attempt < attempts && left.length > 0; attempt++) {
      if (attempt > 0) await pause(Math.random() * baseMs * 2 ** attempt);
      const taken = await put(left.map((index) => data[index] as Uint8Array));
      for (const [at, index] of left.entries()) kept[index] = taken[at] === true;
      left = left.filter((index) => !kept[index]);
    }
    if (left.length > 0) count('EventsNotKept');
    return kept;
  };
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
