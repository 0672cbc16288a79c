import type { GetBucketEncryptionCommandOutput } from '@aws-sdk/client-s3';
import type { Kernel } from '../../kernel/kernel';
import { type Place, parseLocation, readTables, sessionOf } from './csv-files';

/** The guide's versions state 50 MB and 100 MB. */
const maxBytes = 50_000_000;

/**
 * Reads the users of a deletion job. Throws errors for lists that Personalize does not accept: of a bucket with a customer's
 * key, without the permissions of its role, or with other columns.
 * https://docs.aws.amazon.com/personalize/latest/dg/delete-records.html
 */
export async function readDeletionList(kernel: Kernel, place: Place): Promise<ReadonlySet<string>> {
  const { bucket } = parseLocation(place.dataLocation);
  const resource = `arn:aws:s3:::${bucket}`;
  kernel.authorize(sessionOf(kernel, place), place.region, [{ action: 's3:ListBucket', resource }]);
  if (await hasCustomerKey(kernel, place.region, bucket)) {
    throw new Error(`The bucket ${bucket} has a KMS key of its own, which a data deletion job does not support`);
  }
  const users = new Set<string>();
  for (const [header = [], ...rows] of await readTables(kernel, place, maxBytes)) {
    if (!header.includes('USER_ID')) throw new Error('Input csv is missing the following columns: [USER_ID]');
    if (header.length > 1) throw new Error('Input csv must have the single column USER_ID');
    for (const [user] of rows) if (user) users.add(user);
  }
  return users;
}

async function hasCustomerKey(kernel: Kernel, region: string, Bucket: string): Promise<boolean> {
  const { ServerSideEncryptionConfiguration } = await kernel.call<GetBucketEncryptionCommandOutput>({
    ...{ service: 's3', operation: 'GetBucketEncryption', region, input: { Bucket } },
    principal: { kind: 'root', accountId: kernel.accountId },
  });
  const rules = ServerSideEncryptionConfiguration?.Rules ?? [];
  return rules.some((rule) => rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID !== undefined);
}
