import {
  AbortMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { bytes, plural } from '../../table';
import { type ResourceKind, unlessGone } from '../resource';

const gone = ['NoSuchBucket', 'NotFound'];
/** The number of pages, of a thousand versions each, that are counted for the list. The deletion reads all pages. */
const pagesCounted = 50;

/** Buckets. CloudFormation deletes only empty ones; versions, delete markers and uploaded parts count as content. */
export function buckets(client: (region: string) => S3Client): ResourceKind {
  return {
    describe: ({ region, id }) => unlessGone(gone, () => count(client(region), id)),
    async prepare({ region, id }, say) {
      const emptied = await unlessGone(gone, () => empty(client(region), id));
      if (emptied) say(`emptied bucket ${id}: ${emptied}`);
    },
    async remove({ region, id }, say) {
      await unlessGone(gone, async () => {
        await empty(client(region), id);
        await client(region).send(new DeleteBucketCommand({ Bucket: id }));
        say(`deleted bucket ${id}`);
      });
    },
  };
}

async function count(client: S3Client, Bucket: string): Promise<string> {
  let versions = 0;
  let size = 0;
  let pages = 0;
  for await (const page of versionPages(client, Bucket)) {
    versions += (page.Versions?.length ?? 0) + (page.DeleteMarkers?.length ?? 0);
    for (const { Size = 0 } of page.Versions ?? []) size += Size;
    pages += 1;
    if (pages === pagesCounted && page.IsTruncated) return `more than ${plural(versions, 'version')}, ${bytes(size)}`;
  }
  let uploads = 0;
  for await (const page of uploadPages(client, Bucket)) uploads += page.Uploads?.length ?? 0;
  return `${plural(versions, 'version')}, ${bytes(size)}${uploads ? `, ${plural(uploads, 'unfinished upload')}` : ''}`;
}

/** Returns a description of the deleted content, or `undefined` if the bucket was empty. */
async function empty(client: S3Client, Bucket: string): Promise<string | undefined> {
  let versions = 0;
  for await (const page of versionPages(client, Bucket)) {
    const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key: Key as string,
      VersionId,
    }));
    if (Objects.length === 0) continue;
    const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    // A lifecycle rule, or an attempt whose response was lost, may have deleted a version since it was listed.
    const Errors = (answer.Errors ?? []).filter(({ Code }) => Code !== 'NoSuchVersion');
    const [first] = Errors;
    if (first) throw new Error(`${Bucket}: ${Errors.length} objects cannot be deleted: ${first.Code} ${first.Message}`);
    versions += Objects.length;
  }
  let uploads = 0;
  for await (const page of uploadPages(client, Bucket)) {
    for (const { Key, UploadId } of page.Uploads ?? []) {
      await unlessGone(['NoSuchUpload'], () => client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })));
      uploads += 1;
    }
  }
  if (versions + uploads === 0) return undefined;
  return `${plural(versions, 'version')}${uploads ? `, ${plural(uploads, 'unfinished upload')}` : ''}`;
}

/** The SDK has no paginators for these two. The markers are keys, so they stay valid after the objects are deleted. */
async function* versionPages(client: S3Client, Bucket: string): AsyncGenerator<ListObjectVersionsCommandOutput> {
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    const after = { KeyMarker: page?.NextKeyMarker, VersionIdMarker: page?.NextVersionIdMarker };
    page = await client.send(new ListObjectVersionsCommand({ Bucket, ...after }));
    yield page;
  } while (page.IsTruncated);
}

async function* uploadPages(client: S3Client, Bucket: string): AsyncGenerator<ListMultipartUploadsCommandOutput> {
  let page: ListMultipartUploadsCommandOutput | undefined;
  do {
    const after = { KeyMarker: page?.NextKeyMarker, UploadIdMarker: page?.NextUploadIdMarker };
    page = await client.send(new ListMultipartUploadsCommand({ Bucket, ...after }));
    yield page;
  } while (page.IsTruncated);
}
