/**
 * Members of answers that nothing of the platform reads, and that the local services leave out or give otherwise; by
 * the end of a difference's path. Whether calls are accepted, their errors' names and all other members are compared.
 */
const members: Readonly<Record<string, string>> = {
  message: 'texts of errors are for people; names and status codes are what code goes by',
  ChecksumCRC64NVME: 'the checksum that S3 adds to uploads without one',
  ChecksumType: 'goes with it',
  Checksum: 'goes with it',
  CopySourceVersionId: 'the version "null" of a source',
  LogResult: 'the end of a function’s log',
  ChecksumCRC32: 'checksums of answers are for the SDK, which checks those that are there',
  ChecksumCRC32C: 'as above',
  ChecksumSHA1: 'as above',
  ChecksumSHA256: 'as above',
  NextKeyMarker: 'listings of uploads are read in one page',
  NextUploadIdMarker: 'listings of uploads are read in one page',
  Prefix: 'what the request said, again',
  StartAfter: 'what the request said, again',
  BucketArn: 'buckets are known by their names',
  AWSTraceHeader: 'the messages of our queues carry none',
  MaximumMessageSize: 'a setting of the template; its default grew to 1 MB in 2025',
  ObjectParts: 'parts of a whole object are not asked for',
  PartsCount: 'parts of a whole object are not asked for',
  ETag: 'opaque, but for equality: with KMS keys it is no MD5',
  Expiration: 'when a lifecycle rule will remove an object',
  KeyMaterialId: 'which material of a key was used; ours have one',
  TableId: 'a number of the table',
  TableSizeBytes: 'updated every six hours',
  IndexSizeBytes: 'updated every six hours',
  ItemCount: 'updated every six hours',
  ProvisionedThroughput: 'tables are on demand',
  WarmThroughput: 'tables are on demand',
  BillingModeSummary: 'tables are on demand',
  LastUpdateToPayPerRequestDateTime: 'tables are on demand',
  DeletionProtectionEnabled: 'a setting of the template',
};

const name = /(?:\/|: )([A-Za-z0-9]+): expected /;

/** Whether a difference is only in what nobody reads. */
export const isUnread = (difference: string) => Object.hasOwn(members, name.exec(difference)?.[1] ?? '');
