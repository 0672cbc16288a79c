import { copyFileSync, createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type {
  CopyObjectCommandInput,
  DeleteObjectCommandInput,
  DeleteObjectsCommandInput,
  GetObjectCommandInput,
  HeadObjectCommandInput,
  PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import type { Bucket } from '../bucket';
import type { Buckets } from '../buckets';
import type { Encryption, ObjectAttributes, ObjectVersion } from '../model';
import { receive } from '../receive';
import type { Replication } from '../replication';
import { precondition, rangeOf } from './conditions';

const attributeNames = [
  'ContentType',
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'Metadata',
] as const;

export function attributesOf(input: Partial<PutObjectCommandInput>): ObjectAttributes {
  const given = attributeNames.filter((name) => input[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, input[name]]));
}

/** What a request asks for, or the bucket's default. */
export function encryptionOf(
  bucket: Bucket,
  input: { ServerSideEncryption?: string; SSEKMSKeyId?: string },
): Encryption {
  if (!input.ServerSideEncryption) return bucket.settings.encryption;
  if (input.ServerSideEncryption === 'AES256') return { algorithm: 'AES256' };
  return { algorithm: 'aws:kms', keyId: input.SSEKMSKeyId ?? bucket.settings.encryption.keyId };
}

export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > 1024) throw new ServiceError('KeyTooLongError', 'Your key is too long');
}

const sse = ({ encryption }: Pick<ObjectVersion, 'encryption'>) => ({
  ServerSideEncryption: encryption?.algorithm,
  SSEKMSKeyId: encryption?.keyId,
  BucketKeyEnabled: encryption?.keyId ? true : undefined,
});

const visibleVersion = ({ versionId }: ObjectVersion) => (versionId === 'null' ? undefined : versionId);

function describe(version: ObjectVersion) {
  return {
    ...version.attributes,
    ContentType: version.attributes.ContentType ?? 'binary/octet-stream',
    ETag: `"${version.etag}"`,
    LastModified: new Date(version.lastModified),
    VersionId: visibleVersion(version),
    AcceptRanges: 'bytes',
    ReplicationStatus: version.replication,
    TagCount: version.tags ? Object.keys(version.tags).length : undefined,
    ...sse(version),
  };
}

/** Makes a version current, tells who listens, and has it replicated. */
export async function commit(
  buckets: Buckets,
  replication: Replication,
  bucket: Bucket,
  version: Omit<ObjectVersion, 'replication'>,
  call: Call,
  reason: string,
): Promise<ObjectVersion> {
  const complete: ObjectVersion = replication.wants(bucket, version) ? { ...version, replication: 'PENDING' } : version;
  bucket.put(complete);
  await buckets.tell(bucket, complete, call, reason);
  replication.schedule();
  return complete;
}

export function objectOperations(buckets: Buckets, replication: Replication): Readonly<Record<string, Operation>> {
  async function put(input: PutObjectCommandInput, call: Call) {
    const bucket = buckets.get(input.Bucket as string);
    const key = input.Key as string;
    checkKey(key);
    const encryption = encryptionOf(bucket, input);
    buckets.mayEncrypt(call.principal, bucket, encryption);
    precondition(input, bucket.history(key)[0]);
    const file = bucket.newFile();
    const received = await receive(input.Body as Readable, bucket.path(file), input);
    // Another writer may have come first while the body was read.
    precondition(input, bucket.history(key)[0]);
    const version = await commit(
      buckets,
      replication,
      bucket,
      {
        key,
        versionId: bucket.newVersionId(),
        size: received.size,
        etag: received.md5,
        lastModified: new Date(buckets.kernel.now()).toISOString(),
        sequencer: bucket.newSequencer(),
        file,
        attributes: attributesOf(input),
        checksums: { ChecksumCRC32: received.checksums.ChecksumCRC32 },
        encryption,
        ...(input.Tagging && { tags: Object.fromEntries(new URLSearchParams(input.Tagging)) }),
      },
      call,
      'PutObject',
    );
    return {
      ETag: `"${version.etag}"`,
      VersionId: visibleVersion(version),
      ChecksumCRC32: received.checksums.ChecksumCRC32,
      ...sse(version),
    };
  }

  function read(input: GetObjectCommandInput | HeadObjectCommandInput, call: Call) {
    const bucket = buckets.get(input.Bucket as string);
    const version = buckets.visible(bucket, input.Key as string, input.VersionId, call.principal);
    buckets.mayDecrypt(call.principal, bucket, version.encryption);
    precondition(input, version, true);
    const range = rangeOf(input.Range, version.size);
    const output = {
      ...describe(version),
      ...(input.ResponseContentType && { ContentType: input.ResponseContentType }),
      ...(input.ResponseContentDisposition && { ContentDisposition: input.ResponseContentDisposition }),
      ...(input.ResponseCacheControl && { CacheControl: input.ResponseCacheControl }),
      ContentLength: range ? range.end - range.start + 1 : version.size,
      ...(range && { ContentRange: `bytes ${range.start}-${range.end}/${version.size}` }),
      ...(input.ChecksumMode === 'ENABLED' && !range && version.checksums),
    };
    return { bucket, version, range, output };
  }

  function get(input: GetObjectCommandInput, call: Call) {
    const { bucket, version, range, output } = read(input, call);
    const Body = version.size === 0 ? Readable.from([]) : createReadStream(bucket.path(version.file as string), range);
    return { ...output, Body };
  }

  async function remove(bucket: Bucket, key: string, versionId: string | undefined, call: Call) {
    if (versionId) {
      const removed = bucket.remove(key, versionId);
      if (removed) await buckets.tell(bucket, removed, call, 'DeleteObject');
      return { VersionId: versionId, DeleteMarker: removed?.deleteMarker };
    }
    if (!bucket.settings.versioned) {
      const removed = bucket.remove(key, 'null');
      if (removed) await buckets.tell(bucket, removed, call, 'DeleteObject');
      return {};
    }
    const marker = await commit(
      buckets,
      replication,
      bucket,
      {
        key,
        versionId: bucket.newVersionId(),
        deleteMarker: true,
        size: 0,
        etag: '',
        lastModified: new Date(buckets.kernel.now()).toISOString(),
        sequencer: bucket.newSequencer(),
        attributes: {},
      },
      call,
      'DeleteObject',
    );
    return { VersionId: marker.versionId, DeleteMarker: true };
  }

  async function deleteMany({ Bucket: name = '', Delete }: DeleteObjectsCommandInput, call: Call) {
    const bucket = buckets.get(name);
    const objects = Delete?.Objects ?? [];
    if (objects.length > 1000) throw new ServiceError('MalformedXML', 'At most 1000 objects can be deleted at once');
    const deleted = [];
    for (const { Key = '', VersionId } of objects) {
      const { DeleteMarker, VersionId: made } = await remove(bucket, Key, VersionId, call);
      deleted.push({ Key, VersionId, DeleteMarker, ...(DeleteMarker && { DeleteMarkerVersionId: made }) });
    }
    return Delete?.Quiet ? {} : { Deleted: deleted };
  }

  async function copy(input: CopyObjectCommandInput, call: Call) {
    const from = sourceOf(buckets, input.CopySource as string);
    buckets.mayDecrypt(call.principal, from.bucket, from.version.encryption);
    const bucket = buckets.get(input.Bucket as string);
    checkKey(input.Key as string);
    const encryption = encryptionOf(bucket, input);
    buckets.mayEncrypt(call.principal, bucket, encryption);
    const file = bucket.newFile();
    copyFileSync(from.bucket.path(from.version.file as string), bucket.path(file));
    const version = await commit(
      buckets,
      replication,
      bucket,
      {
        key: input.Key as string,
        versionId: bucket.newVersionId(),
        size: from.version.size,
        etag: from.version.etag,
        lastModified: new Date(buckets.kernel.now()).toISOString(),
        sequencer: bucket.newSequencer(),
        file,
        attributes: input.MetadataDirective === 'REPLACE' ? attributesOf(input) : from.version.attributes,
        checksums: from.version.checksums,
        tags: from.version.tags,
        encryption,
      },
      call,
      'CopyObject',
    );
    return {
      CopyObjectResult: { ETag: `"${version.etag}"`, LastModified: new Date(version.lastModified) },
      VersionId: visibleVersion(version),
      ...sse(version),
    };
  }

  return {
    PutObject: put,
    GetObject: get,
    HeadObject: (input: HeadObjectCommandInput, call: Call) => read(input, call).output,
    DeleteObject: ({ Bucket: name = '', Key = '', VersionId }: DeleteObjectCommandInput, call: Call) =>
      remove(buckets.get(name), Key, VersionId, call),
    DeleteObjects: deleteMany,
    CopyObject: copy,
    GetObjectTagging({
      Bucket: name = '',
      Key = '',
      VersionId,
    }: {
      Bucket?: string;
      Key?: string;
      VersionId?: string;
    }) {
      const { tags = {} } = buckets.version(buckets.get(name), Key, VersionId);
      return { TagSet: Object.entries(tags).map(([key, Value]) => ({ Key: key, Value })) };
    },
  };
}

/** `/bucket/key?versionId=…`, percent encoded, as the copy header gives it. */
export function sourceOf(buckets: Buckets, source: string) {
  const [path = '', query] = source.replace(/^\//, '').split('?versionId=');
  const [name = '', ...rest] = decodeURIComponent(path).split('/');
  const bucket = buckets.get(name);
  return { bucket, version: buckets.version(bucket, rest.join('/'), query) };
}
