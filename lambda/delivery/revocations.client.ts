import {
  type CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  paginateListKeys,
  UpdateKeysCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
// The store's API is signed by version 4A, and its client finds the signer only if it has been loaded.
import '@aws-sdk/signature-v4a';
import { isNamed } from '../shared/errors';
import type { Revocations } from './sessions';

/** A store has 5 MB. Each time it has grown by this many keys, those of expired signatures are removed. */
const sweepEvery = 100;
/** Maximum of pairs in one request, and in one page. */
const batchSize = 50;
const maxTries = 8;

/** Ended sessions in CloudFront's key value store: id → until when it must be refused, in seconds since 1970. */
export class KeyValueRevocations implements Revocations {
  constructor(
    private readonly client: CloudFrontKeyValueStoreClient,
    private readonly storeArn: string,
    private readonly now: () => Date,
  ) {}

  async add(sessionId: string, until: number): Promise<void> {
    const KvsARN = this.storeArn;
    for (let tries = 1; ; tries++) {
      const { ETag, ItemCount = 0 } = await this.client.send(new DescribeKeyValueStoreCommand({ KvsARN }));
      const sweep = ItemCount % sweepEvery === sweepEvery - 1;
      const Deletes = sweep ? (await this.outdated()).filter(({ Key }) => Key !== sessionId) : [];
      const Puts = [{ Key: sessionId, Value: String(until) }];
      try {
        await this.client.send(new UpdateKeysCommand({ KvsARN, IfMatch: ETag, Puts, ...(sweep && { Deletes }) }));
        return;
      } catch (error) {
        // A conflict: another request changed the store since it was described.
        if (!isNamed(error, 'ConflictException') || tries === maxTries) throw error;
        await new Promise((again) => setTimeout(again, Math.random() * 50 * tries));
      }
    }
  }

  /** Keys that can be removed, as many as one request accepts beside the new one. */
  private async outdated(): Promise<{ Key: string }[]> {
    const keys: { Key: string }[] = [];
    const input = { KvsARN: this.storeArn, MaxResults: batchSize };
    for await (const { Items } of paginateListKeys({ client: this.client }, input)) {
      for (const { Key = '', Value } of Items ?? []) {
        if (Number(Value) * 1000 < this.now().getTime() && keys.length < batchSize - 1) keys.push({ Key });
      }
    }
    return keys;
  }
}
