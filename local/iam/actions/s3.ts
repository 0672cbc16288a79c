import type { ActionMap, Demand } from '../demand';

interface Input {
  readonly Bucket?: string;
  readonly Key?: string;
  readonly VersionId?: string;
  readonly Prefix?: string;
  readonly Tagging?: string;
  readonly CopySource?: string;
  readonly Delete?: { readonly Objects?: readonly { readonly Key?: string; readonly VersionId?: string }[] };
}

const bucket = ({ Bucket }: Input) => `arn:aws:s3:::${Bucket}`;
const object = ({ Bucket, Key }: Input) => `arn:aws:s3:::${Bucket}/${Key}`;
const onBucket =
  (action: string) =>
  (input: Input): Demand[] => [{ action: `s3:${action}`, resource: bucket(input) }];
const onObject =
  (action: string) =>
  (input: Input): Demand[] => [{ action: `s3:${action}`, resource: object(input) }];
const versioned =
  (action: string, ofVersion: string) =>
  (input: Input): Demand[] => [{ action: `s3:${input.VersionId ? ofVersion : action}`, resource: object(input) }];
const list =
  (action: string) =>
  (input: Input): Demand[] => [
    { action: `s3:${action}`, resource: bucket(input), context: { 's3:prefix': input.Prefix ?? '' } },
  ];

function put(input: Input): Demand[] {
  const demands = [{ action: 's3:PutObject', resource: object(input) }];
  return input.Tagging ? [...demands, { action: 's3:PutObjectTagging', resource: object(input) }] : demands;
}

function copy(input: Input): Demand[] {
  const [path = '', version] = (input.CopySource ?? '').replace(/^\//, '').split('?versionId=');
  const action = version ? 's3:GetObjectVersion' : 's3:GetObject';
  return [{ action, resource: `arn:aws:s3:::${decodeURIComponent(path)}` }, ...put(input)];
}

/** Source: Service Authorization Reference, Amazon S3. */
export const actions: ActionMap = {
  ListBuckets: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  HeadBucket: onBucket('ListBucket'),
  GetBucketLocation: onBucket('GetBucketLocation'),
  GetBucketVersioning: onBucket('GetBucketVersioning'),
  GetBucketEncryption: onBucket('GetEncryptionConfiguration'),
  CreateBucket: onBucket('CreateBucket'),
  DeleteBucket: onBucket('DeleteBucket'),
  PutObject: put,
  GetObject: versioned('GetObject', 'GetObjectVersion'),
  HeadObject: versioned('GetObject', 'GetObjectVersion'),
  GetObjectTagging: versioned('GetObjectTagging', 'GetObjectVersionTagging'),
  DeleteObject: versioned('DeleteObject', 'DeleteObjectVersion'),
  DeleteObjects: ({ Bucket, Delete }: Input) =>
    (Delete?.Objects ?? []).map(({ Key, VersionId }) => ({
      action: VersionId ? 's3:DeleteObjectVersion' : 's3:DeleteObject',
      resource: object({ Bucket, Key }),
    })),
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
