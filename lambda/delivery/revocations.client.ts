import {
  type CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  paginateListKeys,
  UpdateKeysCommand,
  type UpdateKeysCommandInput,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
// The store's API is signed by version 4A, and its client finds the signer only if it has been loaded.
import '@aws-sdk/signature-v4a';
import { isNamed } from '../shared/errors';
import type { Revocations } from './sessions';
import { type EndedSession, type EndedSessions, entriesPerRequest } from './sweep';

const maxTries = 8;

/**
 * Ended sessions in CloudFront's key value store: id → until when it must be refused, in seconds since 1970. The work of
 * a viewer's request, `add`, is the same for a store of any size.
 */
export class KeyValueRevocations implements Revocations, EndedSessions {
  constructor(
    private readonly client: CloudFrontKeyValueStoreClient,
    private readonly storeArn: string,
  ) {}

  async add(sessionId: string, until: number): Promise<void> {
    await this.addAll([sessionId], until);
  }

  /** Adds at most 50 sessions. */
  async addAll(sessionIds: readonly string[], until: number): Promise<void> {
    await this.update({ Puts: sessionIds.map((Key) => ({ Key, Value: String(until) })) });
  }

  async *pages(): AsyncIterable<readonly EndedSession[]> {
    const input = { KvsARN: this.storeArn, MaxResults: entriesPerRequest };
    for await (const { Items = [] } of paginateListKeys({ client: this.client }, input)) {
      yield Items.map(({ Key = '', Value }) => ({ id: Key, until: Number(Value) }));
    }
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.update({ Deletes: ids.map((Key) => ({ Key })) });
  }

  async size(): Promise<number> {
    const { TotalSizeInBytes = 0 } = await this.client.send(
      new DescribeKeyValueStoreCommand({ KvsARN: this.storeArn }),
    );
    return TotalSizeInBytes;
  }

  private async update(changes: Pick<UpdateKeysCommandInput, 'Puts' | 'Deletes'>): Promise<void> {
    const KvsARN = this.storeArn;
    for (let tries = 1; ; tries++) {
      const { ETag } = await this.client.send(new DescribeKeyValueStoreCommand({ KvsARN }));
      try {
        await this.client.send(new UpdateKeysCommand({ KvsARN, IfMatch: ETag, ...changes }));
        return;
      } catch (error) {
        // A conflict: another request changed the store since it was described.
        if (!isNamed(error, 'ConflictException') || tries === maxTries) throw error;
        await new Promise((again) => setTimeout(again, Math.random() * 50 * tries));
      }
    }
  }
}
