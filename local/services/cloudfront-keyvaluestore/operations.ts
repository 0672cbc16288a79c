import type {
  DeleteKeyCommandInput,
  DescribeKeyValueStoreCommandInput,
  GetKeyCommandInput,
  ListKeysCommandInput,
  PutKeyCommandInput,
  UpdateKeysCommandInput,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import { type Operation, ServiceError } from '../../kernel/service';
import { type Changes, type KeyValueStore, type KeyValueStores, sizeOf } from './key-value-stores';

/** The maximum number of pairs in a request, and of keys on a page. Source: API reference, UpdateKeys and ListKeys. */
const maxEntries = 50;

/** Keys in their order, by the version that they belong to: a full store has thousands of pages. */
const sorted = new WeakMap<KeyValueStore['values'], string[]>();

function sortedKeys(values: KeyValueStore['values']): string[] {
  const known = sorted.get(values) ?? Object.keys(values).sort();
  sorted.set(values, known);
  return known;
}

const counted = ({ values, etag }: KeyValueStore) => ({
  ItemCount: Object.keys(values).length,
  TotalSizeInBytes: sizeOf(values),
  ETag: etag,
});

export function keyValueOperations(stores: KeyValueStores): Readonly<Record<string, Operation>> {
  const change = (arn: string | undefined, ifMatch: string | undefined, changes: Changes) =>
    counted(stores.change(arn, ifMatch, changes));
  return {
    DescribeKeyValueStore({ KvsARN }: DescribeKeyValueStoreCommandInput) {
      const store = stores.find(KvsARN);
      const { createdAt, modifiedAt } = store;
      const times = { Created: new Date(createdAt), LastModified: new Date(modifiedAt) };
      return { ...counted(store), ...times, KvsARN: store.arn, Status: 'READY' };
    },

    GetKey({ KvsARN, Key = '' }: GetKeyCommandInput) {
      const store = stores.find(KvsARN);
      const Value = Object.hasOwn(store.values, Key) ? store.values[Key] : undefined;
      if (Value === undefined) throw new ServiceError('ResourceNotFoundException', `Key ${Key} was not found`, 404);
      return { ...counted(store), Key, Value };
    },

    ListKeys({ KvsARN, NextToken, MaxResults = 10 }: ListKeysCommandInput) {
      if (MaxResults < 1 || MaxResults > maxEntries) {
        throw new ServiceError('ValidationException', `MaxResults must be from 1 to ${maxEntries}`);
      }
      const { values } = stores.find(KvsARN);
      const after = NextToken === undefined ? '' : Buffer.from(NextToken, 'base64url').toString();
      const keys = sortedKeys(values);
      const start = keys.findIndex((key) => key > after);
      const page = start < 0 ? [] : keys.slice(start, start + MaxResults);
      const last = start >= 0 && keys.length > start + page.length ? page.at(-1) : undefined;
      return {
        Items: page.map((Key) => ({ Key, Value: values[Key] })),
        ...(last && { NextToken: Buffer.from(last).toString('base64url') }),
      };
    },

    PutKey: ({ KvsARN, IfMatch, Key = '', Value = '' }: PutKeyCommandInput) =>
      change(KvsARN, IfMatch, { puts: [{ Key, Value }], deletes: [] }),

    DeleteKey: ({ KvsARN, IfMatch, Key = '' }: DeleteKeyCommandInput) =>
      change(KvsARN, IfMatch, { puts: [], deletes: [Key] }),

    UpdateKeys({ KvsARN, IfMatch, Puts = [], Deletes = [] }: UpdateKeysCommandInput) {
      if (Puts.length + Deletes.length > maxEntries) {
        throw new ServiceError('ValidationException', `At most ${maxEntries} keys can be changed at once`);
      }
      const puts = Puts.map(({ Key = '', Value = '' }) => ({ Key, Value }));
      return change(KvsARN, IfMatch, { puts, deletes: Deletes.map(({ Key = '' }) => Key) });
    },
  };
}
