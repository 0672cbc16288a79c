import type { Assembly, Stack } from './assembly';
import { type Placed, resources } from './rule';
import { lengthOf, listOf } from './values';

/** The use of a limit. */
export interface Usage {
  /** `characters of inline policies` */
  readonly name: string;
  readonly construct: string;
  readonly used: number;
  readonly limit: number;
  readonly percent: number;
}

// biome-ignore lint/suspicious/noExplicitAny: properties of any type
type Properties = any;

interface Quota {
  readonly name: string;
  readonly limit: number;
  readonly type: string;
  used(properties: Properties, placed: Placed): number;
}

/** IAM does not count whitespace; policies in a template contain none outside of their values. */
const policy = (document: unknown) => lengthOf(document);

/** Quotas of one resource. Adjustable quotas have their default value. */
const ofResources: readonly Quota[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  {
    name: 'characters of a trust policy',
    limit: 2048,
    type: 'AWS::IAM::Role',
    used: ({ AssumeRolePolicyDocument }) => policy(AssumeRolePolicyDocument),
  },
  {
    name: 'characters of a managed policy',
    limit: 6144,
    type: 'AWS::IAM::ManagedPolicy',
    used: ({ PolicyDocument }) => policy(PolicyDocument),
  },
  {
    name: 'managed policies of a role',
    limit: 10,
    type: 'AWS::IAM::Role',
    used: ({ ManagedPolicyArns }) => listOf(ManagedPolicyArns).length,
  },
  // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  {
    name: 'bytes of a function’s environment',
    limit: 4096,
    type: 'AWS::Lambda::Function',
    used: ({ Environment }) => (Environment ? lengthOf(Environment.Variables) : 0),
  },
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
  {
    name: 'bytes of a CloudFront function',
    limit: 10_240,
    type: 'AWS::CloudFront::Function',
    used: ({ FunctionCode }) => lengthOf(FunctionCode) - 2,
  },
  {
    name: 'cache behaviors of a distribution',
    limit: 75,
    type: 'AWS::CloudFront::Distribution',
    used: ({ DistributionConfig }) => 1 + listOf(DistributionConfig.CacheBehaviors).length,
  },
  {
    name: 'origins of a distribution',
    limit: 100,
    type: 'AWS::CloudFront::Distribution',
    used: ({ DistributionConfig }) => listOf(DistributionConfig.Origins).length,
  },
  {
    name: 'public keys of a key group',
    limit: 5,
    type: 'AWS::CloudFront::KeyGroup',
    used: ({ KeyGroupConfig }) => listOf(KeyGroupConfig.Items).length,
  },
  // https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
  {
    name: 'bytes of a state machine’s definition',
    limit: 1_048_576,
    type: 'AWS::StepFunctions::StateMachine',
    used: ({ DefinitionString }) => lengthOf(DefinitionString),
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
  {
    name: 'bytes of a bucket policy',
    limit: 20_480,
    type: 'AWS::S3::BucketPolicy',
    used: ({ PolicyDocument }) => policy(PolicyDocument),
  },
  // https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
  {
    name: 'bytes of a key policy',
    limit: 32_768,
    type: 'AWS::KMS::Key',
    used: ({ KeyPolicy }) => policy(KeyPolicy),
  },
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  {
    name: 'characters of an event pattern',
    limit: 2048,
    type: 'AWS::Events::Rule',
    used: ({ EventPattern }) => (EventPattern ? lengthOf(EventPattern) : 0),
  },
  {
    name: 'targets of an event rule',
    limit: 5,
    type: 'AWS::Events::Rule',
    used: ({ Targets }) => listOf(Targets).length,
  },
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
  {
    name: 'global secondary indexes of a table',
    limit: 20,
    type: 'AWS::DynamoDB::GlobalTable',
    used: ({ GlobalSecondaryIndexes }) => listOf(GlobalSecondaryIndexes).length,
  },
];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const ofStacks: readonly { readonly name: string; readonly limit: number; used(stack: Stack): number }[] = [
  // AWS documents "1 MB"; this is the smaller reading.
  { name: 'bytes of a template', limit: 1_000_000, used: ({ templateBytes }) => templateBytes },
  { name: 'resources of a template', limit: 500, used: ({ template }) => Object.keys(template.Resources).length },
  { name: 'outputs of a template', limit: 200, used: ({ template }) => Object.keys(template.Outputs ?? {}).length },
];

/** The number of resources of a type that an account may have. */
const ofAccounts: readonly { readonly type: string; readonly limit: number }[] = [
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
  { type: 'AWS::CloudFront::CachePolicy', limit: 20 },
  { type: 'AWS::CloudFront::ResponseHeadersPolicy', limit: 20 },
  { type: 'AWS::CloudFront::KeyGroup', limit: 10 },
  { type: 'AWS::CloudFront::PublicKey', limit: 10 },
  // https://docs.aws.amazon.com/general/latest/gr/personalize.html
  { type: 'AWS::Personalize::DatasetGroup', limit: 5 },
  { type: 'AWS::Personalize::Filter', limit: 10 },
  { type: 'AWS::Personalize::Schema', limit: 500 },
];

/** All quotas with their use by a stage, the most used first. */
export function quotas(assembly: Assembly): Usage[] {
  return [
    ...rolePolicies(assembly),
    ...functionPolicies(assembly),
    ...ofResources.flatMap(({ name, limit, type, used }) =>
      resources(assembly, type).map((placed) =>
        usage(name, placed.construct, used(placed.resource.Properties ?? {}, placed), limit),
      ),
    ),
    ...assembly.stacks.flatMap((stack) =>
      ofStacks.map(({ name, limit, used }) => usage(name, stack.name, used(stack), limit)),
    ),
    ...ofAccounts.map(({ type, limit }) =>
      usage(`${type} of an account`, `OmniStream-${assembly.stage}`, resources(assembly, type).length, limit),
    ),
  ].sort((a, b) => b.percent - a.percent);
}

const usage = (name: string, construct: string, used: number, limit: number): Usage => ({
  ...{ name, construct, used, limit },
  percent: Math.round((1000 * used) / limit) / 10,
});

/** A role's inline policies count together: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function rolePolicies(assembly: Assembly): Usage[] {
  const attached = resources(assembly, 'AWS::IAM::Policy');
  return resources(assembly, 'AWS::IAM::Role').map(({ stack, logicalId, construct, resource }) => {
    const inline = listOf<{ readonly PolicyDocument: unknown }>(resource.Properties?.Policies);
    const others = attached.filter(
      (one) =>
        one.stack === stack &&
        listOf<{ readonly Ref?: string }>(one.resource.Properties.Roles).some(({ Ref }) => Ref === logicalId),
    );
    const documents = [...inline, ...others.map((one) => one.resource.Properties)];
    const used = documents.reduce((sum, { PolicyDocument }) => sum + policy(PolicyDocument), 0);
    return usage('characters of a role’s inline policies', construct, used, 10_240);
  });
}

/**
 * Each route, rule and topic that may call a function adds a statement to the function's policy.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
function functionPolicies(assembly: Assembly): Usage[] {
  const permissions = resources(assembly, 'AWS::Lambda::Permission');
  return resources(assembly, 'AWS::Lambda::Function').flatMap(({ stack, logicalId, construct }) => {
    const own = permissions.filter(
      (one) => one.stack === stack && JSON.stringify(one.resource.Properties.FunctionName).includes(`"${logicalId}"`),
    );
    // Lambda adds the function's ARN, an id and the names of the members to the values in the template.
    const used = own.reduce((sum, { resource }) => sum + lengthOf(resource.Properties) + 200, 0);
    return own.length > 0 ? [usage('bytes of a function’s own policy', construct, used, 20_480)] : [];
  });
}
