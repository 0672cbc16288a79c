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
