import type { Call, Demand, Permissions } from '../../kernel/service';

interface Input {
  readonly Bucket?: string;
  readonly Key?: string;
  readonly VersionId?: string;
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
  readonly Tagging?: unknown;
  readonly CopySource?: string;
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
  readonly StorageClass?: string;
  readonly ACL?: string;
  readonly MetadataDirective?: string;
  readonly TaggingDirective?: string;
}

const bucket = ({ Bucket }: Input) => `arn:aws:s3:::${Bucket}`;
const object = ({ Bucket, Key }: Input) => `arn:aws:s3:::${Bucket}/${Key}`;

/** The condition keys of a request. Policies do not see members that the request leaves out. */
function context(keys: Readonly<Record<string, string | undefined>>): Pick<Demand, 'context'> {
  const said = Object.entries(keys).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return said.length ? { context: Object.fromEntries(said) } : {};
}

const onBucket =
  (action: string) =>
  (input: Input): Demand[] => [{ action: `s3:${action}`, resource: bucket(input) }];

const onObject =
  (action: string) =>
  (input: Input): Demand[] => [{ action: `s3:${action}`, resource: object(input) }];

/** Another action is needed when a version is named: `GetObject` and `GetObjectVersion`. */
const onVersion =
  (...actions: readonly (readonly [action: string, ofVersion: string])[]) =>
  (input: Input): Demand[] =>
    actions.map(([action, ofVersion]) => ({
      action: `s3:${input.VersionId ? ofVersion : action}`,
      resource: object(input),
      ...context({ 's3:VersionId': input.VersionId }),
    }));

const list =
  (action: string) =>
  (input: Input, { http }: Call): Demand[] => [
    {
      action: `s3:${action}`,
      resource: bucket(input),
      ...context({
        // Asking for an empty prefix is not the same as asking for none.
        's3:prefix': input.Prefix ?? (http?.query.has('prefix') ? '' : undefined),
        's3:delimiter': input.Delimiter,
        's3:max-keys': input.MaxKeys?.toString(),
      }),
    },
  ];

function put(input: Input): Demand[] {
  const said = context({
    's3:x-amz-server-side-encryption': input.ServerSideEncryption,
    's3:x-amz-server-side-encryption-aws-kms-key-id': input.SSEKMSKeyId,
    's3:x-amz-storage-class': input.StorageClass,
    's3:x-amz-acl': input.ACL,
    's3:x-amz-copy-source': input.CopySource,
    's3:x-amz-metadata-directive': input.MetadataDirective,
  });
  const demands: Demand[] = [{ action: 's3:PutObject', resource: object(input), ...said }];
  if (input.Tagging) demands.push({ action: 's3:PutObjectTagging', resource: object(input) });
  return demands;
}

/** The demands for the source of a copy; the operation itself refuses requests without a source. */
function read(input: Input): Demand[] {
  const [path = '', version] = (input.CopySource ?? '').split('?versionId=');
  let name = path;
  try {
    name = decodeURIComponent(path);
  } catch {
    // Malformed percent encoding names nothing that a policy could allow.
  }
  const action = version ? 's3:GetObjectVersion' : 's3:GetObject';
  const resource = `arn:aws:s3:::${name.replace(/^\//, '')}`;
  return [{ action, resource, ...context({ 's3:VersionId': version }) }];
}

const copy = (input: Input): Demand[] => [...read(input), ...put(input)];

/** Source: Service Authorization Reference, Amazon S3. */
export const permissions: Permissions = {
  ListBuckets: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  HeadBucket: onBucket('ListBucket'),
  GetBucketLocation: onBucket('GetBucketLocation'),
  GetBucketVersioning: onBucket('GetBucketVersioning'),
  PutBucketVersioning: onBucket('PutBucketVersioning'),
  GetBucketEncryption: onBucket('GetEncryptionConfiguration'),
  GetBucketCors: onBucket('GetBucketCORS'),
  GetBucketLifecycleConfiguration: onBucket('GetLifecycleConfiguration'),
  PutBucketLifecycleConfiguration: onBucket('PutLifecycleConfiguration'),
  DeleteBucketLifecycle: onBucket('PutLifecycleConfiguration'),
  GetBucketReplication: onBucket('GetReplicationConfiguration'),
  GetBucketNotificationConfiguration: onBucket('GetBucketNotification'),
  GetBucketPolicy: onBucket('GetBucketPolicy'),
  PutBucketPolicy: onBucket('PutBucketPolicy'),
  DeleteBucketPolicy: onBucket('DeleteBucketPolicy'),
  GetPublicAccessBlock: onBucket('GetBucketPublicAccessBlock'),
  GetBucketOwnershipControls: onBucket('GetBucketOwnershipControls'),
  GetBucketTagging: onBucket('GetBucketTagging'),
  CreateBucket: onBucket('CreateBucket'),
  DeleteBucket: onBucket('DeleteBucket'),
  PutObject: put,
  GetObject: onVersion(['GetObject', 'GetObjectVersion']),
  HeadObject: onVersion(['GetObject', 'GetObjectVersion']),
  GetObjectAttributes: onVersion(
    ['GetObject', 'GetObjectVersion'],
    ['GetObjectAttributes', 'GetObjectVersionAttributes'],
  ),
  GetObjectTagging: onVersion(['GetObjectTagging', 'GetObjectVersionTagging']),
  PutObjectTagging: onVersion(['PutObjectTagging', 'PutObjectVersionTagging']),
  DeleteObjectTagging: onVersion(['DeleteObjectTagging', 'DeleteObjectVersionTagging']),
  DeleteObject: onVersion(['DeleteObject', 'DeleteObjectVersion']),
  // The operation decides for each key, and returns an error for the keys that the caller may not delete.
  DeleteObjects: () => [],
  CopyObject: copy,
  CreateMultipartUpload: put,
  UploadPart: onObject('PutObject'),
  UploadPartCopy: copy,
  CompleteMultipartUpload: onObject('PutObject'),
  AbortMultipartUpload: onObject('AbortMultipartUpload'),
  ListParts: onObject('ListMultipartUploadParts'),
  ListMultipartUploads: onBucket('ListBucketMultipartUploads'),
  ListObjectsV2: list('ListBucket'),
  ListObjects: list('ListBucket'),
  ListObjectVersions: list('ListBucketVersions'),
};
