import { Readable } from 'node:stream';
import type {
  GetObjectAttributesCommandInput,
  GetObjectCommandInput,
  HeadObjectCommandInput,
} from '@aws-sdk/client-s3';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import { checksumMembers } from '../checksums';
import { encryptionMembers } from '../encryption';
import type { Range } from '../files';
import { type BucketSettings, type ObjectVersion, visibleVersion } from '../model';
import type { Storage } from '../storage';
import { checkRead, rangeOf } from './conditions';
import { checkKey } from './object-input';

/** `GetObject`, `HeadObject` and `GetObjectAttributes`. */
export function readOperations(storage: Storage): Readonly<Record<string, Operation>> {
  function read(input: GetObjectCommandInput | HeadObjectCommandInput, call: Call) {
    const bucket = storage.bucket(input, call);
    const key = input.Key as string;
    checkKey(key);
    const version = storage.version(bucket, key, input.VersionId, call);
    storage.encryption.authorize(call.principal, bucket.settings, key, version.encryption, 'kms:Decrypt');
    checkRead(input, version);
    const range = input.PartNumber === undefined ? rangeOf(input.Range, version.size) : partRange(version, input);
    const output = {
      ...describe(version, bucket.settings),
      ...overrides(input, call),
      ...(input.PartNumber !== undefined && { PartsCount: version.pieces.length }),
      ContentLength: range ? range.end - range.start + 1 : version.size,
      ...(range && { ContentRange: `bytes ${range.start}-${range.end}/${version.size}` }),
      ...(input.ChecksumMode?.toUpperCase() === 'ENABLED' && !range && checksumOf(version)),
    };
    return { bucket, version, range, output };
  }

  return {
    HeadObject: (input: HeadObjectCommandInput, call: Call) => read(input, call).output,

    GetObject(input: GetObjectCommandInput, call: Call) {
      const { bucket, version, range, output } = read(input, call);
      return { ...output, Body: version.size ? bucket.files.read(version.pieces, range) : Readable.from([]) };
    },

    GetObjectAttributes(input: GetObjectAttributesCommandInput, call: Call) {
      const bucket = storage.bucket(input, call);
      const key = input.Key as string;
      const version = storage.version(bucket, key, input.VersionId, call);
      storage.encryption.authorize(call.principal, bucket.settings, key, version.encryption, 'kms:Decrypt');
      const wanted = new Set(input.ObjectAttributes);
      const { etag, size, pieces, checksum, attributes } = version;
      return {
        LastModified: new Date(version.lastModified),
        VersionId: visibleVersion(version, bucket.settings),
        ...(wanted.has('ETag') && { ETag: etag }),
        ...(wanted.has('ObjectSize') && { ObjectSize: size }),
        ...(wanted.has('StorageClass') && { StorageClass: attributes.StorageClass ?? 'STANDARD' }),
        ...(wanted.has('Checksum') && checksum && { Checksum: checksumOf(version) }),
        ...(wanted.has('ObjectParts') && etag.includes('-') && { ObjectParts: { TotalPartsCount: pieces.length } }),
      };
    },
  };
}

function describe(version: ObjectVersion, settings: BucketSettings) {
  const { attributes, etag, lastModified, replication, tags, encryption } = version;
  const { Expires, ...plain } = attributes;
  return {
    ...plain,
    ContentType: attributes.ContentType ?? 'binary/octet-stream',
    ...(Expires && { Expires: new Date(Expires) }),
    ETag: `"${etag}"`,
    LastModified: new Date(lastModified),
    VersionId: visibleVersion(version, settings),
    AcceptRanges: 'bytes',
    ReplicationStatus: replication,
    TagCount: tags && Object.keys(tags).length,
    ...encryptionMembers(encryption),
  };
}

const checksumOf = ({ checksum }: ObjectVersion) =>
  checksum && { ...checksumMembers(checksum), ChecksumType: checksum.type };

/**
 * Returns the bytes of one part of a multipart upload. An object of a single put has one part. Throws
 * `InvalidPartNumber`.
 */
function partRange(
  version: ObjectVersion,
  { PartNumber = 1, Range: header }: GetObjectCommandInput,
): Range | undefined {
  if (header !== undefined) {
    throw new ServiceError('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
  }
  const piece = version.pieces[PartNumber - 1];
  if (!piece) {
    throw new ServiceError('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416, {
      PartNumberRequested: PartNumber,
      ActualPartCount: version.pieces.length,
    });
  }
  if (!piece.size) return undefined;
  const start = version.pieces.slice(0, PartNumber - 1).reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + piece.size - 1 };
}

/**
 * Returns the `response-…` parameters, which replace the object's own headers. Throws `InvalidRequest` for anonymous
 * callers.
 */
function overrides(input: GetObjectCommandInput | HeadObjectCommandInput, call: Call) {
  const asked = {
    ContentType: input.ResponseContentType,
    CacheControl: input.ResponseCacheControl,
    ContentDisposition: input.ResponseContentDisposition,
    ContentEncoding: input.ResponseContentEncoding,
    ContentLanguage: input.ResponseContentLanguage,
    Expires: input.ResponseExpires,
  };
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  if (given.length && call.principal.kind === 'anonymous') {
    const message = 'Request specific response headers cannot be used for anonymous GET requests.';
    throw new ServiceError('InvalidRequest', message);
  }
  return Object.fromEntries(given);
}
