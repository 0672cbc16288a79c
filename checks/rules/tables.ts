import { type Rule, resources } from '../rule';
import { listOf } from '../values';

// biome-ignore lint/suspicious/noExplicitAny: AWS::DynamoDB::GlobalTable
type Table = any;

/**
 * Finds settings of a table that DynamoDB refuses.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-globaltable.html
 */
export const tables: Rule = {
  name: 'tables',
  check: (assembly) =>
    resources(assembly, 'AWS::DynamoDB::GlobalTable').flatMap(({ construct, stack, resource: { Properties } }) =>
      [...keys(Properties), ...replicas(Properties, stack.region), ...streams(Properties)].map((message) => ({
        rule: 'tables',
        construct,
        message,
      })),
    ),
};

/** "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions" */
function* keys({ AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, TimeToLiveSpecification }: Table) {
  const names = (schema: unknown) => listOf<{ readonly AttributeName: string }>(schema).map((key) => key.AttributeName);
  const used = new Set([
    ...names(KeySchema),
    ...listOf<Table>(GlobalSecondaryIndexes).flatMap((index) => names(index.KeySchema)),
  ]);
  const defined = new Set(names(AttributeDefinitions));
  for (const name of used) {
    if (!defined.has(name)) yield `The key attribute "${name}" is not in AttributeDefinitions; add it with its type.`;
  }
  for (const name of defined) {
    if (!used.has(name))
      yield `AttributeDefinitions has "${name}", which no key uses. DynamoDB refuses that. Remove it.`;
  }
  const expiry = TimeToLiveSpecification?.AttributeName;
  if (names(KeySchema).includes(expiry)) {
    yield `The time to live uses the key attribute "${expiry}". Use an attribute outside of the table's key.`;
  }
}

/** "You must specify at least one replica", including the stack's own region. Customer managed keys are regional. */
function* replicas({ Replicas, SSESpecification }: Table, region: string) {
  const list = listOf<Table>(Replicas);
  if (!list.some(({ Region }) => Region === region)) {
    yield `None of the table's replicas is in ${region}, the region of its stack. CloudFormation requires one there.`;
  }
  const withKey = list.filter((replica) => replica.SSESpecification?.KMSMasterKeyId !== undefined);
  if (SSESpecification?.SSEType === 'KMS' && withKey.length > 0 && withKey.length < list.length) {
    const without = list.filter((replica) => !withKey.includes(replica)).map(({ Region }) => Region);
    yield `The replica in ${without} has no KMS key, but others have one. Give each replica a key of its region.`;
  }
}

/** "StreamSpecification … must be set if the table has more than one replica", with new and old images. */
function* streams({ Replicas, StreamSpecification }: Table) {
  if (listOf(Replicas).length < 2 || StreamSpecification?.StreamViewType === 'NEW_AND_OLD_IMAGES') return;
  yield 'The table has replicas but no stream of new and old images, which DynamoDB needs to copy changes. Add it.';
}
