import { actionsNamed } from '../../checks/iam/reference';

/** What somebody may do with data. With keys: `read` is to decrypt, `write` to encrypt. */
export type Access = 'list' | 'read' | 'write' | 'delete';

/** Services that keep data of this app, by their prefixes of actions. */
const dataServices = new Set([
  ...['s3', 'dynamodb', 'secretsmanager', 'kms', 'cloudfront-keyvaluestore'],
  ...['firehose', 'personalize', 'sqs', 'sns'],
]);

/** Services whose actions give no stored data, or only by way of another permission of the same role. */
const otherServices = new Set([
  // Athena reads and writes the lake with the permissions of its caller; Glue holds the tables' definitions.
  ...['athena', 'glue', 'logs', 'xray', 'cloudwatch', 'events', 'states', 'lambda', 'iam', 'sts', 'execute-api'],
  // They work on what their caller may read, or on what they are sent.
  ...['mediaconvert', 'transcribe', 'translate', 'comprehend', 'polly'],
]);

/** Reads that give the state of a store, and nothing of what it holds. */
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

/** Whether a permission's service keeps data. Throws for a service that has no place in this list. */
export function isOfData(action: string): boolean {
  const service = action.split(':')[0] ?? '';
  if (dataServices.has(service)) return true;
  if (action === '*' || !otherServices.has(service)) {
    throw new Error(`review/drawings/access-actions.ts does not say whether ${action} is about stored data`);
  }
  return false;
}

/** What a permission, such as `s3:Get*`, lets its holder do. The kinds are those of AWS's Service Authorization Reference. */
export function accessOf(permission: string): Set<Access> {
  const named = actionsNamed(permission);
  if (named.length === 0) throw new Error(`The reference knows no action ${permission}`);
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
