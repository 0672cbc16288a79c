import type { ListObjectVersionsCommandInput } from '@aws-sdk/client-s3';
import { type Operation, ServiceError } from '../../../kernel/service';
import type { Bucket } from '../bucket';
import type { ObjectVersion } from '../model';
import type { Storage } from '../storage';
import { summary } from './list-objects';
import { keyCoder, limitOf, take, type Walk, walk } from './walk';

type Row =
  | { readonly common: string }
  | { readonly common?: undefined; readonly version: ObjectVersion; readonly latest: boolean };

/** Iterates over all versions of all keys, after the end of the previous page. */
function* rows(bucket: Bucket, way: Walk, afterVersion: string | undefined): Generator<Row> {
  for (const item of walk(bucket.keys(), way)) {
    if (item.common !== undefined) {
      yield item;
      continue;
    }
    const history = bucket.history(item.key);
    const first =
      afterVersion !== undefined && item.key === way.after
        ? history.findIndex(({ versionId }) => versionId === afterVersion) + 1
        : 0;
    for (const [index, version] of history.entries()) {
      if (index >= first) yield { version, latest: index === 0 };
    }
  }
}

export function listObjectVersions(storage: Storage): Operation<ListObjectVersionsCommandInput> {
  return (input, call) => {
    const bucket = storage.bucket(input, call);
    const { Prefix = '', Delimiter, KeyMarker, VersionIdMarker, EncodingType } = input;
    if (VersionIdMarker !== undefined && KeyMarker === undefined) {
      throw new ServiceError('InvalidArgument', 'A version-id marker cannot be specified without a key marker.', 400, {
        ArgumentName: 'version-id-marker',
      });
    }
    const encode = keyCoder(EncodingType);
    const limit = limitOf(input.MaxKeys, 'max-keys');
    const inclusive = VersionIdMarker !== undefined;
    const way = { prefix: Prefix, delimiter: Delimiter, after: KeyMarker || undefined, inclusive };
    const { page, more } = take(rows(bucket, way, VersionIdMarker), limit);
    const entries = page.flatMap((row) => (row.common === undefined ? [row] : []));
    const owner = { ID: storage.kernel.accountId };
    const last = page.at(-1);
    const next =
      last?.common === undefined
        ? { NextKeyMarker: encode(last?.version.key), NextVersionIdMarker: last?.version.versionId }
        : { NextKeyMarker: encode(last.common) };
    return {
      Name: input.Bucket,
      Prefix: encode(Prefix),
      Delimiter: encode(Delimiter),
      EncodingType,
      KeyMarker: encode(KeyMarker ?? ''),
      VersionIdMarker: VersionIdMarker ?? '',
      MaxKeys: limit,
      IsTruncated: more,
      ...(more && next),
      Versions: entries
        .filter(({ version }) => !version.deleteMarker)
        .map(({ version, latest }) => ({
          ...summary(version, encode),
          VersionId: version.versionId,
          IsLatest: latest,
          Owner: owner,
        })),
      DeleteMarkers: entries
        .filter(({ version }) => version.deleteMarker)
        .map(({ version, latest }) => ({
          Key: encode(version.key),
          VersionId: version.versionId,
          IsLatest: latest,
          LastModified: new Date(version.lastModified),
          Owner: owner,
        })),
      CommonPrefixes: page.flatMap(({ common }) => (common === undefined ? [] : [{ Prefix: encode(common) }])),
    };
  };
}
