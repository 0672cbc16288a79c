import {
  type CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  paginateListKeys,
  UpdateKeysCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
// The store's API is signed by version 4A, and its client finds the signer only where it was loaded.
import '@aws-sdk/signature-v4a';
import { isNamed } from '../shared/errors';
import type { Revocations } from './sessions';

/** A store has 5 MB. Each time it has grown by so many keys, those of signatures that are over are taken out. */
const SWEEP_EVERY = 100;
/** Pairs of one request, and of one page. */
const AT_ONCE = 50;

/** Ended sessions in CloudFront's key value store: id → until when it has to be refused, in seconds since 1970. */
export function keyValueRevocations(
  client: CloudFrontKeyValueStoreClient,
  KvsARN: string,
  now: () => Date,
): Revocations {
  /** Keys that may go, as many as one request takes. */
  async function outdated(): Promise<{ Key: string }[]> {
    const keys: { Key: string }[] = [];
    for await (const { Items } of paginateListKeys({ client }, { KvsARN, MaxResults: AT_ONCE })) {
      for (const { Key = '', Value } of Items ?? []) {
        if (Number(Value) * 1000 < now().getTime() && keys.length < AT_ONCE - 1) keys.push({ Key });
      }
    }
    return keys;
  }

  return {
    async add(sessionId, until) {
      for (let tries = 1; ; tries++) {
        const { ETag, ItemCount = 0 } = await client.send(new DescribeKeyValueStoreCommand({ KvsARN }));
        const sweep = ItemCount % SWEEP_EVERY === SWEEP_EVERY - 1;
        const Deletes = sweep ? (await outdated()).filter(({ Key }) => Key !== sessionId) : [];
        const Puts = [{ Key: sessionId, Value: String(until) }];
        try {
          await client.send(new UpdateKeysCommand({ KvsARN, IfMatch: ETag, Puts, ...(sweep && { Deletes }) }));
          return;
        } catch (error) {
          // Somebody else changed the store meanwhile.
          if (!isNamed(error, 'ConflictException') || tries === 8) throw error;
          await new Promise((again) => setTimeout(again, Math.random() * 50 * tries));
        }
      }
    },
  };
}
