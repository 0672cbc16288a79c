import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  DeleteObjectsCommand,
  GetBucketReplicationCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { VersionedBucket } from './bucket';
import type { Listed } from './versions';

/** S3 user guide, "Copying objects": larger objects are copied in parts. */
const largestCopy = 5 * 1024 ** 3;
/** Bytes of a part: 5 TB have fewer than 10,000 of them. */
const partSize = 1024 ** 3;

/** Keys in `CopySource` are percent-encoded, except for their slashes. */
const sourceOf = (bucket: string, key: string, id: string) =>
  `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}?versionId=${encodeURIComponent(id)}`;

/** The metadata that a copy has, so that a second run does not copy again: the id of its original. */
const copyMark = 'restored-version';

/** What a copy in parts, or one with other metadata, would lose. */
const kept = [
  ...(['ContentType', 'CacheControl', 'ContentDisposition', 'ContentEncoding', 'ContentLanguage'] as const),
  ...(['Metadata', 'StorageClass'] as const),
];

export function versionedBucket(client: S3Client, name: string, region: string): VersionedBucket {
  const Bucket = name;
  return {
    ...{ name, region },
    async *versions(Prefix) {
      let page: ListObjectVersionsCommandOutput | undefined;
      do {
        const after = { KeyMarker: page?.NextKeyMarker, VersionIdMarker: page?.NextVersionIdMarker };
        page = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix, ...after }));
        yield [
          ...(page.Versions ?? []).map((version) => listed(version, false)),
          ...(page.DeleteMarkers ?? []).map((marker) => listed(marker, true)),
        ];
      } while (page.IsTruncated);
    },
    async unmark(markers) {
      const Objects = markers.map(({ key, id }) => ({ Key: key, VersionId: id }));
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
      const [first, ...others] = Errors.filter(({ Code }) => Code !== 'NoSuchVersion');
      if (!first) return;
      throw new Error(`${name}: ${1 + others.length} delete markers stay: ${first.Key} ${first.Code} ${first.Message}`);
    },
    async isCopyOf(Key, id) {
      try {
        const { Metadata } = await client.send(new HeadObjectCommand({ Bucket, Key }));
        return Metadata?.[copyMark] === id;
      } catch (error) {
        // HEAD has no body, so S3 can only say that there is no object, or that its delete marker is the latest.
        if (['NotFound', 'NoSuchKey'].includes((error as Error).name)) return false;
        throw error;
      }
    },
    async attributes(Key, VersionId) {
      const head = await client.send(new HeadObjectCommand({ Bucket, Key, VersionId }));
      return Object.fromEntries(kept.map((name) => [name, head[name]]).filter(([, value]) => value !== undefined));
    },
    async copy({ bucket, id, size, attributes }, Key) {
      const CopySource = sourceOf(bucket, Key, id);
      const Metadata = { ...(attributes.Metadata as HeadObjectCommandOutput['Metadata']), [copyMark]: id };
      const target = { Bucket, Key, ...attributes, Metadata };
      if (size > largestCopy) await copyInParts(client, { target, CopySource, size });
      else await client.send(new CopyObjectCommand({ ...target, CopySource, MetadataDirective: 'REPLACE' }));
    },
  };
}

function listed(
  one: { Key?: string; VersionId?: string; LastModified?: Date; Size?: number; IsLatest?: boolean },
  isMarker: boolean,
): Listed {
  const { Key: key = '', VersionId: id = '', LastModified, Size: size = 0, IsLatest: isLatest = false } = one;
  return { key, id, isMarker, modified: LastModified?.getTime() ?? 0, size, isLatest };
}

interface LargeCopy {
  readonly target: CreateMultipartUploadCommandInput & { readonly Bucket: string; readonly Key: string };
  readonly CopySource: string;
  readonly size: number;
}

async function copyInParts(client: S3Client, { target, CopySource, size }: LargeCopy): Promise<void> {
  const { Bucket, Key } = target;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  const where = { Bucket, Key, UploadId };
  try {
    const Parts: CompletedPart[] = [];
    for (let start = 0; start < size; start += partSize) {
      const PartNumber = Parts.length + 1;
      const CopySourceRange = `bytes=${start}-${Math.min(start + partSize, size) - 1}`;
      const part = new UploadPartCopyCommand({ ...where, PartNumber, CopySource, CopySourceRange });
      Parts.push({ PartNumber, ETag: (await client.send(part)).CopyPartResult?.ETag });
    }
    await client.send(new CompleteMultipartUploadCommand({ ...where, MultipartUpload: { Parts } }));
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand(where)).catch(() => {});
    throw error;
  }
}

/** The destinations of a bucket's replication rules, each with the beginnings of the keys that it gets. */
export async function replicationOf(client: S3Client, Bucket: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  const none = ['ReplicationConfigurationNotFoundError'];
  try {
    const { ReplicationConfiguration } = await client.send(new GetBucketReplicationCommand({ Bucket }));
    for (const { Status, Filter, Destination } of ReplicationConfiguration?.Rules ?? []) {
      const name = Destination?.Bucket?.replace(/^arn:[\w-]+:s3:::/, '');
      if (Status !== 'Enabled' || !name) continue;
      found.set(name, [...(found.get(name) ?? []), Filter?.And?.Prefix ?? Filter?.Prefix ?? '']);
    }
  } catch (error) {
    if (!none.includes((error as Error).name)) throw error;
  }
  return found;
}
