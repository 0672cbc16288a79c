import type { ListObjectsCommandInput, ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import type { Bucket } from '../bucket';
import type { ObjectVersion } from '../model';
import type { Storage } from '../storage';
import { keyCoder, limitOf, take, walk } from './walk';

type Coder = ReturnType<typeof keyCoder>;

/** The members that the entries of lists have in common. */
export const summary = ({ key, size, etag, lastModified, checksum, attributes }: ObjectVersion, encode: Coder) => ({
  Key: encode(key),
  Size: size,
  ETag: `"${etag}"`,
  LastModified: new Date(lastModified),
  StorageClass: attributes.StorageClass ?? 'STANDARD',
  ...(checksum && { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type }),
});

export function listObjectsOperations(storage: Storage): Readonly<Record<string, Operation>> {
  const owner = { ID: storage.kernel.accountId };

  function list(bucket: Bucket, input: ListObjectsV2CommandInput, after: string | undefined, owned: boolean) {
    const { Prefix = '', Delimiter, EncodingType } = input;
    const encode = keyCoder(EncodingType);
    const limit = limitOf(input.MaxKeys, 'max-keys');
    const visible = (key: string) => !bucket.current(key)?.deleteMarker;
    const items = walk(bucket.keys(), { prefix: Prefix, delimiter: Delimiter, after, visible });
    const { page, more } = take(items, limit);
    const last = page.at(-1);
    return {
      next: more ? (last?.common ?? (last as { key: string }).key) : undefined,
      encode,
      count: page.length,
      answer: {
        Name: input.Bucket,
        Prefix: encode(Prefix),
        Delimiter: encode(Delimiter),
        EncodingType,
        MaxKeys: limit,
        IsTruncated: more,
        Contents: page.flatMap((item) =>
          item.common === undefined
            ? [{ ...summary(bucket.current(item.key) as ObjectVersion, encode), ...(owned && { Owner: owner }) }]
            : [],
        ),
        CommonPrefixes: page.flatMap(({ common }) => (common === undefined ? [] : [{ Prefix: encode(common) }])),
      },
    };
  }

  return {
    ListObjectsV2(input: ListObjectsV2CommandInput, call: Call) {
      const { ContinuationToken, StartAfter, FetchOwner } = input;
      const after = ContinuationToken === undefined ? StartAfter : fromToken(ContinuationToken);
      const { answer, next, count, encode } = list(storage.bucket(input, call), input, after, FetchOwner === true);
      return {
        ...answer,
        KeyCount: count,
        StartAfter: encode(StartAfter),
        ContinuationToken,
        ...(next !== undefined && { NextContinuationToken: toToken(next) }),
      };
    },

    ListObjects(input: ListObjectsCommandInput, call: Call) {
      const { Marker } = input;
      const { answer, next, encode } = list(storage.bucket(input, call), input, Marker || undefined, true);
      return {
        ...answer,
        Marker: encode(Marker ?? ''),
        // Without a delimiter, callers continue with the last key that they received.
        ...(next !== undefined && input.Delimiter && { NextMarker: encode(next) }),
      };
    },
  };
}

const toToken = (key: string) => `1${Buffer.from(key).toString('base64url')}`;

function fromToken(token: string): string {
  const key = Buffer.from(token.slice(1), 'base64url').toString();
  if (!key || toToken(key) !== token) {
    throw new ServiceError('InvalidArgument', 'The continuation token provided is incorrect', 400, {
      ArgumentName: 'continuation-token',
    });
  }
  return key;
}
