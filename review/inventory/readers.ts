import { arnOf } from '../../checks/iam/placeholders';
import { type Placed, resources } from '../../checks/rule';
import { nameOf } from '../evidence/template-lines';
import type { TemplateIndex } from './template-index';

/** The actions that read the data of a store. A type without an entry has no grants. */
const reading: Readonly<Record<string, RegExp>> = {
  'AWS::S3::Bucket': /^s3:GetObject/,
  'AWS::DynamoDB::GlobalTable': /^dynamodb:(GetItem|BatchGetItem|Query|Scan|GetRecords)$/,
  'AWS::SQS::Queue': /^sqs:ReceiveMessage$/,
  'AWS::SecretsManager::Secret': /^secretsmanager:GetSecretValue$/,
  'AWS::CloudFront::KeyValueStore': /^cloudfront-keyvaluestore:(GetKey|ListKeys)$/,
  'AWS::StepFunctions::StateMachine': /^states:(DescribeExecution|GetExecutionHistory)$/,
  'AWS::Cognito::UserPool': /^cognito-idp:(AdminGetUser|ListUsers)/,
};

/** Roles, services and edge functions that may read the store, by the policies in the templates. */
export function readersOf(placed: Placed, index: TemplateIndex): string[] {
  const actions = reading[placed.resource.Type];
  const arn = arnOf(placed.resource.Type, 'Arn', placed.stack.region, placed.logicalId);
  if (!actions || !arn) return [];
  const found = index.policies.flatMap(({ kind, roles, statements }) =>
    statements
      .filter(({ effect }) => effect === 'Allow')
      .filter((statement) => statement.actions.some((action) => actions.test(action)))
      .filter((statement) => statement.resources.some((resource) => isWithin(resource, arn)))
      .flatMap(({ services }) => (kind === 'identity' ? roles.map((role) => index.roleName(role)) : services)),
  );
  return [...new Set([...found, ...edgeFunctions(placed, index)])].sort();
}

/** The ARNs of a table with its indexes and stream, or of a bucket's objects. */
const isWithin = (resource: string, arn: string) => resource === arn || /^[/:]/.test(resource.replace(arn, ''));

/** Edge functions read a store through an association, not through a policy. */
function edgeFunctions({ logicalId, stack }: Placed, { assembly }: TemplateIndex): string[] {
  return resources(assembly, 'AWS::CloudFront::Function')
    .filter((one) => one.stack === stack)
    .filter(({ resource }) => JSON.stringify(resource.Properties.FunctionConfig ?? {}).includes(`"${logicalId}"`))
    .map(nameOf);
}
