import type { Assembly, Resource } from '../checks/assembly';
import type { Estimate } from './estimate';
import { type Sum, sumOf } from './line';
import { resourcesIn } from './stage';

/** CloudFront's flat-rate plans, the smallest first. Each plan is for one distribution. */
export const planNames = ['Free', 'Pro', 'Business', 'Premium'] as const;
export type PlanName = (typeof planNames)[number];

export interface Plan {
  /** USD a month. */
  readonly usd: number;
  /** Requests a month, and GB of 1024 MB to viewers. Above them, AWS may slow the distribution down. */
  readonly requests: number;
  readonly gigabytes: number;
  readonly behaviors: number;
  readonly webAclRules: number;
}

/** Features and allowances by plan: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/flat-rate-pricing-plan.html */
export const plansUrl =
  'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/flat-rate-pricing-plan.html';
/** The source of the prices, which the page above does not contain. */
export const planPricesUrl = 'https://www.duckbillhq.com/?p=10291';

export const plans: Readonly<Record<PlanName, Plan>> = {
  Free: { usd: 0, requests: 1e6, gigabytes: 100, behaviors: 5, webAclRules: 5 },
  Pro: { usd: 15, requests: 10e6, gigabytes: 51_200, behaviors: 10, webAclRules: 25 },
  Business: { usd: 200, requests: 125e6, gigabytes: 51_200, behaviors: 50, webAclRules: 50 },
  Premium: { usd: 1000, requests: 500e6, gigabytes: 51_200, behaviors: 100, webAclRules: 75 },
};

/** A feature of the distribution that restricts the choice of a plan. */
export interface Criterion {
  readonly name: string;
  readonly found: string;
  /** The smallest plan that allows the finding; `none` if only pay-as-you-go does. */
  readonly plan: PlanName | 'none';
}

// biome-ignore lint/suspicious/noExplicitAny: the properties of a distribution are those of its schema
type Config = any;

/** Reads the distribution of a stage and its firewall. Throws unless there is exactly one of each. */
export function planCriteria(assembly: Assembly): Criterion[] {
  const distributions = resourcesIn(assembly, 'AWS::CloudFront::Distribution');
  const firewalls = resourcesIn(assembly, 'AWS::WAFv2::WebACL').filter(
    ({ resource }) => resource.Properties.Scope === 'CLOUDFRONT',
  );
  const [distribution, firewall] = [distributions[0]?.resource, firewalls[0]?.resource];
  if (!distribution || !firewall || distributions.length + firewalls.length > 2) {
    throw new Error(`The stage '${assembly.stage}' does not have exactly one distribution with one web ACL`);
  }
  const config = distribution.Properties.DistributionConfig;
  const behaviors: Config[] = [config.DefaultCacheBehavior, ...(config.CacheBehaviors ?? [])];
  const origins: Config[] = config.Origins;
  const logs = resourcesIn(assembly, 'AWS::Logs::Delivery').length > 0;
  const stores = resourcesIn(assembly, 'AWS::CloudFront::KeyValueStore').length;
  const own = (policy: string) => new Set(behaviors.map((one) => refOf(one[policy])).filter(Boolean)).size;
  const has = (name: string, count: number, plan: Criterion['plan'], noun = ''): Criterion => ({
    name,
    found: count === 0 ? 'none' : `${count}${noun}`,
    plan: count === 0 ? 'Free' : plan,
  });
  const forwarded = behaviors.filter(({ ForwardedValues }) => ForwardedValues).length;
  const edgeLambdas = behaviors.flatMap(({ LambdaFunctionAssociations = [] }) => LambdaFunctionAssociations).length;
  return [
    { name: 'Web ACL', found: config.WebACLId ? 'attached' : 'missing', plan: config.WebACLId ? 'Free' : 'none' },
    ...firewallCriteria(firewall),
    {
      name: 'Cache behaviors',
      found: String(behaviors.length),
      plan: leastFor((plan) => behaviors.length <= plan.behaviors),
    },
    has('Key value stores', stores, 'Pro'),
    has('Access logs', logs ? 1 : 0, 'Pro', ', as Parquet: billed separately'),
    has('Custom cache policies', own('CachePolicyId'), 'Business'),
    has('Custom response headers policies', own('ResponseHeadersPolicyId'), 'Business'),
    has('Custom origin request policies', own('OriginRequestPolicyId'), 'Business'),
    has('Origins in a VPC', origins.filter(({ VpcOriginConfig }) => VpcOriginConfig).length, 'Business'),
    has('Origin groups (failover)', config.OriginGroups?.Items?.length ?? 0, 'Premium'),
    has('Origin Shield', origins.filter(({ OriginShield }) => OriginShield?.Enabled).length, 'Premium'),
    has('Lambda@Edge', edgeLambdas, 'none'),
    has('Real-time logs', behaviors.filter(({ RealtimeLogConfigArn }) => RealtimeLogConfigArn).length, 'none'),
    has(
      'Field-level encryption',
      behaviors.filter(({ FieldLevelEncryptionId }) => FieldLevelEncryptionId).length,
      'none',
    ),
    has('Forwarded values instead of policies', forwarded, 'none'),
    has(
      'Origin access identities',
      origins.filter(({ S3OriginConfig: s3 }) => s3?.OriginAccessIdentity).length,
      'none',
    ),
    has('IAM certificates', config.ViewerCertificate?.IamCertificateId ? 1 : 0, 'none'),
    has('Anycast IP addresses', config.AnycastIpListId ? 1 : 0, 'none'),
  ];
}

function firewallCriteria({ Properties }: Resource): Criterion[] {
  const rules: Config[] = Properties.Rules;
  const text = JSON.stringify(rules);
  const unsupported = [
    '"Captcha"',
    'RuleGroupReferenceStatement',
    'AWSManagedRulesATPRuleSet',
    'AWSManagedRulesACFPRuleSet',
    '"TARGETED"',
  ];
  const used = unsupported.filter((name) => text.includes(name));
  const foreign = rules.filter((rule) => (rule.Statement.ManagedRuleGroupStatement?.VendorName ?? 'AWS') !== 'AWS');
  return [
    {
      name: 'Rules of the web ACL',
      found: String(rules.length),
      plan: leastFor((plan) => rules.length <= plan.webAclRules),
    },
    {
      name: 'CAPTCHA, custom rule groups, account protection, targeted bots, partners’ rules',
      found: used.length + foreign.length === 0 ? 'none' : String(used.length + foreign.length),
      plan: used.length + foreign.length === 0 ? 'Free' : 'none',
    },
  ];
}

const refOf = (value: Config): string | undefined => value?.Ref ?? value?.['Fn::GetAtt']?.[0];

function leastFor(fits: (plan: Plan) => boolean): Criterion['plan'] {
  return planNames.find((name) => fits(plans[name])) ?? 'none';
}

/** The smallest plan that allows all findings. */
export function leastPlan(criteria: readonly Criterion[]): Criterion['plan'] {
  if (criteria.some(({ plan }) => plan === 'none')) return 'none';
  return planNames.findLast((name) => criteria.some(({ plan }) => plan === name)) ?? 'Free';
}

/** The lines that a plan replaces: CloudFront without its Parquet logs, and the firewall. */
export function coveredBy({ lines }: Pick<Estimate, 'lines'>): Sum {
  const covered = lines.filter(
    ({ service, price }) => (service === 'CloudFront' && price !== 'cloudfront.log') || service === 'WAF',
  );
  return sumOf(covered);
}

/** Whether a month is within a plan's allowances. */
export function isWithin({ lines }: Pick<Estimate, 'lines'>, name: PlanName): boolean {
  const sum = (prefix: string) =>
    lines.filter(({ price }) => price.startsWith(prefix)).reduce((total, { quantity }) => total + quantity, 0);
  return sum('cloudfront.https.') <= plans[name].requests && sum('cloudfront.gb.') <= plans[name].gigabytes;
}
