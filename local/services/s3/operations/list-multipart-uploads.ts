import type { ListMultipartUploadsCommandInput } from '@aws-sdk/client-s3';
import type { Operation } from '../../../kernel/service';
import { compareKeys } from '../key-order';
import type { Upload } from '../model';
import type { Storage } from '../storage';
import { keyCoder, limitOf, take, type Walk, walk } from './walk';

type Row = { readonly common: string } | { readonly common?: undefined; readonly upload: Upload };

/** Iterates over all uploads by key, oldest first within a key, after the end of the previous page. */
function* rows(uploads: ReadonlyMap<string, Upload[]>, way: Walk, afterId: string | undefined): Generator<Row> {
  const keys = [...uploads.keys()].sort(compareKeys);
  for (const item of walk(keys, way)) {
    if (item.common !== undefined) {
      yield item;
      continue;
    }
    const ofKey = uploads.get(item.key) ?? [];
    const first = item.key === way.after ? ofKey.findIndex(({ id }) => id === afterId) + 1 : 0;
    for (const upload of ofKey.slice(first)) yield { upload };
  }
}

export function listMultipartUploads(storage: Storage): Operation<ListMultipartUploadsCommandInput> {
  return (input, call) => {
    const bucket = storage.bucket(input, call);
    const { Prefix = '', Delimiter, KeyMarker, UploadIdMarker, EncodingType } = input;
    const encode = keyCoder(EncodingType);
    const limit = limitOf(input.MaxUploads, 'max-uploads');
    const byKey = new Map<string, Upload[]>();
    for (const upload of bucket.listUploads()) byKey.set(upload.key, [...(byKey.get(upload.key) ?? []), upload]);
    const inclusive = UploadIdMarker !== undefined;
    const way = { prefix: Prefix, delimiter: Delimiter, after: KeyMarker || undefined, inclusive };
    const { page, more } = take(rows(byKey, way, UploadIdMarker), limit);
    const last = page.at(-1);
    const next =
      last?.common === undefined
        ? { NextKeyMarker: encode(last?.upload.key), NextUploadIdMarker: last?.upload.id }
        : { NextKeyMarker: encode(last.common) };
    const owner = { ID: storage.kernel.accountId };
    return {
      Bucket: input.Bucket,
      Prefix: encode(Prefix),
      Delimiter: encode(Delimiter),
      EncodingType,
      KeyMarker: encode(KeyMarker ?? ''),
      UploadIdMarker: UploadIdMarker ?? '',
      MaxUploads: limit,
      IsTruncated: more,
      ...(more && next),
      Uploads: page.flatMap((row) =>
        row.common === undefined
          ? [
              {
                UploadId: row.upload.id,
                Key: encode(row.upload.key),
                Initiated: new Date(row.upload.initiated),
                StorageClass: row.upload.attributes.StorageClass ?? 'STANDARD',
                Initiator: owner,
                Owner: owner,
                ChecksumAlgorithm: row.upload.checksum?.algorithm,
                ChecksumType: row.upload.checksum?.type,
              },
            ]
          : [],
      ),
      CommonPrefixes: page.flatMap(({ common }) => (common === undefined ? [] : [{ Prefix: encode(common) }])),
    };
  };
}
