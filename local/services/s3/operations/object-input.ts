import { ServiceError } from '../../../kernel/service';
import type { ObjectAttributes, Tags } from '../model';

/** The members that requests that create an object have in common. */
export interface ObjectInput extends Omit<ObjectAttributes, 'Expires'> {
  readonly Bucket?: string;
  readonly Key?: string;
  readonly Expires?: Date;
  readonly Tagging?: string;
  readonly ExpectedBucketOwner?: string;
  readonly ACL?: string;
}

const plain = [
  ...(['ContentType', 'CacheControl', 'ContentDisposition', 'ContentLanguage', 'WebsiteRedirectLocation'] as const),
  'Metadata',
] as const;

/** Sources: S3 user guide, "Working with object metadata" and "Categorizing your storage using tags". */
const maxMetadataBytes = 2048;
const maxTags = 10;

/**
 * Returns the properties that a request stores with its object. Throws `MetadataTooLarge` and `InvalidStorageClass`.
 */
export function attributesOf(input: ObjectInput): ObjectAttributes {
  const given = plain.filter((name) => input[name] !== undefined).map((name) => [name, input[name]]);
  const metadata = Object.entries(input.Metadata ?? {});
  if (metadata.reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0) > maxMetadataBytes) {
    throw new ServiceError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', 400, {
      MaxSizeAllowed: maxMetadataBytes,
    });
  }
  // `aws-chunked` describes the transfer, not the object.
  const codings = (input.ContentEncoding ?? '').split(',').map((coding) => coding.trim());
  const encoding = codings.filter((coding) => coding && coding !== 'aws-chunked').join(',');
  const storageClass = storageClassOf(input.StorageClass);
  return {
    ...Object.fromEntries(given),
    ...(encoding && { ContentEncoding: encoding }),
    ...(input.Expires && { Expires: input.Expires.toISOString() }),
    ...(storageClass && { StorageClass: storageClass }),
  };
}

const warm = ['STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR', 'REDUCED_REDUNDANCY'];

function storageClassOf(asked: string | undefined): string | undefined {
  if (asked === undefined || asked === 'STANDARD') return undefined;
  if (warm.includes(asked)) return asked;
  if (asked === 'GLACIER' || asked === 'DEEP_ARCHIVE') {
    throw new ServiceError('NotImplemented', `This runtime does not support the storage class ${asked}`, 501);
  }
  throw new ServiceError('InvalidStorageClass', 'The storage class you specified is not valid');
}

/** Throws `KeyTooLongError`, and `NotImplemented` for members that this runtime does not support. */
export function checkObject(input: ObjectInput): void {
  checkKey(input.Key as string);
  if (input.ACL !== undefined && input.ACL !== 'bucket-owner-full-control') {
    throw new ServiceError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    if (name.startsWith('Grant')) {
      throw new ServiceError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
    }
    if (/^(ObjectLock|SSECustomer|CopySourceSSECustomer|WriteOffsetBytes)/.test(name)) {
      throw new ServiceError('NotImplemented', `This runtime's S3 does not support ${name}`, 501);
    }
  }
}

/** Source: S3 user guide, "Naming objects": at most 1024 bytes of UTF-8. Throws `KeyTooLongError` and `InvalidURI`. */
export function checkKey(key: string): void {
  if (Buffer.from(key).toString() !== key) throw new ServiceError('InvalidURI', "Couldn't parse the specified URI.");
  const size = Buffer.byteLength(key);
  if (size <= 1024) return;
  throw new ServiceError('KeyTooLongError', 'Your key is too long', 400, { Size: size, MaxSizeAllowed: 1024 });
}

/**
 * Parses the tags of a `Tagging` header, which has the form of a query. Throws `InvalidTag`, `BadRequest` and
 * `InvalidArgument`.
 */
export function taggingOf(header: string | undefined): Tags | undefined {
  if (!header) return undefined;
  return checkTags([...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value })));
}

/** Checks tags and returns their stored form. Throws `InvalidTag` and `BadRequest`. */
export function checkTags(tags: readonly { Key?: string; Value?: string }[]): Tags | undefined {
  if (tags.length > maxTags) throw new ServiceError('BadRequest', 'Object tags cannot be greater than 10');
  const found = new Map<string, string>();
  for (const { Key = '', Value = '' } of tags) {
    if (!Key || Key.length > 128) throw new ServiceError('InvalidTag', 'The TagKey you have provided is invalid');
    if (Value.length > 256) throw new ServiceError('InvalidTag', 'The TagValue you have provided is invalid');
    if (Key.startsWith('aws:'))
      throw new ServiceError('InvalidTag', 'System tags cannot be added/updated by requester');
    if (found.has(Key)) throw new ServiceError('InvalidTag', 'Cannot provide multiple Tags with the same key');
    found.set(Key, Value);
  }
  return found.size ? Object.fromEntries(found) : undefined;
}
