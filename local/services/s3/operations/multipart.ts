import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type {
  AbortMultipartUploadCommandInput,
  CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommandInput,
  ListMultipartUploadsCommandInput,
  ListPartsCommandInput,
  UploadPartCommandInput,
  UploadPartCopyCommandInput,
} from '@aws-sdk/client-s3';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import type { Bucket } from '../bucket';
import type { Buckets } from '../buckets';
import type { Part } from '../model';
import { receive } from '../receive';
import type { Replication } from '../replication';
import { precondition, rangeOf } from './conditions';
import { attributesOf, checkKey, commit, encryptionOf, sourceOf } from './objects';

/** Source: S3 user guide, "multipart upload limits". */
const smallestPart = 5 * 1024 * 1024;
const mostParts = 10_000;

export function multipartOperations(buckets: Buckets, replication: Replication): Readonly<Record<string, Operation>> {
  const now = () => new Date(buckets.kernel.now()).toISOString();

  function uploadOf({ Bucket: name = '', Key, UploadId = '' }: { Bucket?: string; Key?: string; UploadId?: string }) {
    const bucket = buckets.get(name);
    const found = bucket.upload(UploadId);
    if (!found || found.upload.key !== Key) {
      const message =
        'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
      throw new ServiceError('NoSuchUpload', message, 404, { UploadId });
    }
    return { bucket, ...found };
  }

  function create(input: CreateMultipartUploadCommandInput, call: Call) {
    const bucket = buckets.get(input.Bucket as string);
    const key = input.Key as string;
    checkKey(key);
    const encryption = encryptionOf(bucket, input);
    buckets.mayEncrypt(call.principal, bucket, encryption);
    const id = randomBytes(48).toString('base64url');
    bucket.beginUpload({ id, key, initiated: now(), attributes: attributesOf(input), encryption });
    return {
      Bucket: input.Bucket,
      Key: key,
      UploadId: id,
      ServerSideEncryption: encryption.algorithm,
      SSEKMSKeyId: encryption.keyId,
    };
  }

  async function keep(bucket: Bucket, uploadId: string, number: number, body: Readable, claims: object): Promise<Part> {
    if (!Number.isInteger(number) || number < 1 || number > mostParts) {
      throw new ServiceError('InvalidArgument', `Part number must be an integer between 1 and ${mostParts}, inclusive`);
    }
    const file = bucket.newFile();
    const received = await receive(body, bucket.path(file), claims);
    const part = { number, size: received.size, etag: received.md5, lastModified: now(), file };
    bucket.putPart(uploadId, part);
    return part;
  }

  async function uploadPart(input: UploadPartCommandInput, call: Call) {
    const { bucket, upload } = uploadOf(input);
    if (upload.encryption) buckets.mayEncrypt(call.principal, bucket, upload.encryption);
    const part = await keep(bucket, upload.id, input.PartNumber as number, input.Body as Readable, input);
    return { ETag: `"${part.etag}"`, ServerSideEncryption: upload.encryption?.algorithm };
  }

  async function uploadPartCopy(input: UploadPartCopyCommandInput, call: Call) {
    const { bucket, upload } = uploadOf(input);
    const from = sourceOf(buckets, input.CopySource as string);
    buckets.mayDecrypt(call.principal, from.bucket, from.version.encryption);
    const range = rangeOf(input.CopySourceRange, from.version.size);
    const body = createReadStream(from.bucket.path(from.version.file as string), range);
    const part = await keep(bucket, upload.id, input.PartNumber as number, body, {});
    return { CopyPartResult: { ETag: `"${part.etag}"`, LastModified: new Date(part.lastModified) } };
  }

  function chosenParts(input: CompleteMultipartUploadCommandInput, parts: ReadonlyMap<number, Part>): Part[] {
    const wanted = input.MultipartUpload?.Parts ?? [];
    if (!wanted.length) throw new ServiceError('MalformedXML', 'You must specify at least one part');
    return wanted.map(({ PartNumber = 0, ETag = '' }, index) => {
      const before = wanted[index - 1]?.PartNumber ?? 0;
      if (PartNumber <= before) {
        throw new ServiceError('InvalidPartOrder', 'The list of parts was not in ascending order.');
      }
      const part = parts.get(PartNumber);
      if (!part || part.etag !== ETag.replaceAll('"', '')) {
        const message =
          'One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part.';
        throw new ServiceError('InvalidPart', message, 400, { PartNumber, ETag });
      }
      if (part.size < smallestPart && index < wanted.length - 1) {
        const sizes = { ProposedSize: part.size, MinSizeAllowed: smallestPart, PartNumber };
        throw new ServiceError(
          'EntityTooSmall',
          'Your proposed upload is smaller than the minimum allowed size',
          400,
          sizes,
        );
      }
      return part;
    });
  }

  async function complete(input: CompleteMultipartUploadCommandInput, call: Call) {
    const { bucket, upload, parts } = uploadOf(input);
    const chosen = chosenParts(input, parts);
    precondition(input, bucket.history(upload.key)[0]);
    const file = bucket.newFile();
    for (const part of chosen) {
      await pipeline(createReadStream(bucket.path(part.file)), createWriteStream(bucket.path(file), { flags: 'a' }));
    }
    const digests = Buffer.concat(chosen.map(({ etag }) => Buffer.from(etag, 'hex')));
    const etag = `${createHash('md5').update(digests).digest('hex')}-${chosen.length}`;
    precondition(input, bucket.history(upload.key)[0]);
    const version = await commit(
      buckets,
      replication,
      bucket,
      {
        key: upload.key,
        versionId: bucket.newVersionId(),
        size: chosen.reduce((sum, { size }) => sum + size, 0),
        etag,
        lastModified: now(),
        sequencer: bucket.newSequencer(),
        file,
        attributes: upload.attributes,
        encryption: upload.encryption,
      },
      call,
      'CompleteMultipartUpload',
    );
    bucket.endUpload(upload.id);
    const { name, region } = bucket.settings;
    return {
      Location: `https://${name}.s3.${region}.amazonaws.com/${upload.key}`,
      Bucket: name,
      Key: upload.key,
      ETag: `"${etag}"`,
      VersionId: version.versionId === 'null' ? undefined : version.versionId,
      ServerSideEncryption: upload.encryption?.algorithm,
      SSEKMSKeyId: upload.encryption?.keyId,
    };
  }

  function listParts(input: ListPartsCommandInput) {
    const { upload, parts } = uploadOf(input);
    const marker = Number(input.PartNumberMarker ?? 0);
    const limit = Math.min(input.MaxParts ?? 1000, 1000);
    const after = [...parts.values()].filter(({ number }) => number > marker).sort((a, b) => a.number - b.number);
    const page = after.slice(0, limit);
    return {
      Bucket: input.Bucket,
      Key: upload.key,
      UploadId: upload.id,
      PartNumberMarker: String(marker),
      MaxParts: limit,
      IsTruncated: after.length > page.length,
      ...(after.length > page.length && { NextPartNumberMarker: String(page.at(-1)?.number) }),
      Parts: page.map(({ number, size, etag, lastModified }) => ({
        PartNumber: number,
        Size: size,
        ETag: `"${etag}"`,
        LastModified: new Date(lastModified),
      })),
    };
  }

  return {
    CreateMultipartUpload: create,
    UploadPart: uploadPart,
    UploadPartCopy: uploadPartCopy,
    CompleteMultipartUpload: complete,
    AbortMultipartUpload(input: AbortMultipartUploadCommandInput) {
      const { bucket, upload } = uploadOf(input);
      bucket.endUpload(upload.id);
      return {};
    },
    ListParts: listParts,
    ListMultipartUploads({ Bucket: name = '', Prefix = '' }: ListMultipartUploadsCommandInput) {
      const uploads = buckets
        .get(name)
        .listUploads()
        .filter(({ key }) => key.startsWith(Prefix));
      const sorted = uploads.sort((a, b) => (a.key < b.key ? -1 : 1));
      return {
        Bucket: name,
        Prefix,
        MaxUploads: 1000,
        IsTruncated: false,
        Uploads: sorted.map(({ id, key, initiated }) => ({ UploadId: id, Key: key, Initiated: new Date(initiated) })),
      };
    },
  };
}
