import { actionsNamed } from '../../checks/iam/reference';

/** The kinds of access to data. For keys, `read` means decrypt and `write` means encrypt. */
export type Access = 'list' | 'read' | 'write' | 'delete';

/** Services that store data of this app, by the prefixes of their actions. */
const dataServices = new Set([
  ...['s3', 'dynamodb', 'secretsmanager', 'kms', 'cloudfront-keyvaluestore'],
  ...['firehose', 'personalize', 'sqs', 'sns'],
]);

/** Services whose actions give no access to stored data, or only with another permission of the same role. */
const otherServices = new Set([
  // Athena reads and writes the lake with the permissions of its caller; Glue stores only the tables' definitions.
  ...['athena', 'glue', 'logs', 'xray', 'cloudwatch', 'events', 'states', 'lambda', 'iam', 'sts', 'execute-api'],
  // The drawing does not have the user pool. Functions read the id of a user by name, and delete users.
  'cognito-idp',
  // An invalidation removes copies from caches.
  'cloudfront',
  // These services process data that their caller may read or sends.
  ...['mediaconvert', 'transcribe', 'translate', 'comprehend', 'polly'],
]);

/** Actions that read the state of a store but not its data. */
const aboutStores =
  /^(Describe|GetQueue|GetShardIterator|GetBucket|GetReplicationConfiguration|ListStreams|ListGrants)/;

const withKeys: Readonly<Record<string, Access>> = {
  Decrypt: 'read',
  Encrypt: 'write',
  GenerateDataKey: 'write',
  GenerateDataKeyWithoutPlaintext: 'write',
  GenerateDataKeyPair: 'write',
  GenerateDataKeyPairWithoutPlaintext: 'write',
  ReEncryptFrom: 'read',
  ReEncryptTo: 'write',
  ScheduleKeyDeletion: 'delete',
};

/** Whether a permission's service stores data. Throws for an unknown service. */
export function isOfData(action: string): boolean {
  const service = action.split(':')[0] ?? '';
  if (dataServices.has(service)) return true;
  if (action === '*' || !otherServices.has(service)) {
    throw new Error(`review/drawings/access-actions.ts does not list whether ${action} accesses stored data`);
  }
  return false;
}

/** The kinds of access of a permission such as `s3:Get*`, from AWS's Service Authorization Reference. */
export function accessOf(permission: string): Set<Access> {
  const named = actionsNamed(permission);
  if (named.length === 0) throw new Error(`The reference lists no action ${permission}`);
  return new Set(
    named.flatMap((action): Access[] => {
      if (permission.startsWith('kms:')) return [withKeys[action.name] ?? []].flat();
      if (aboutStores.test(action.name)) return [];
      if (/Delete/.test(action.name)) return ['delete'];
      if (/Write|Tagging/.test(action.accessLevel)) return ['write'];
      return action.accessLevel === 'List' ? ['list'] : ['read'];
    }),
  );
}
