import { type AssemblyStack, resourcesOf } from '../../assembly';
import type { Account, CloudFrontKind } from '../account';
import { type Finding, judge, ok, problem, unknown, type Verdict } from '../verdict';

interface Quota {
  readonly kind: CloudFrontKind;
  /** The name in Service Quotas. */
  readonly name: string;
  readonly byDefault: number;
}

/** Names and defaults: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const cloudFrontQuotas: readonly Quota[] = [
  { kind: 'Distribution', name: 'Web distributions per AWS account', byDefault: 200 },
  { kind: 'KeyGroup', name: 'Key groups per AWS account', byDefault: 10 },
  { kind: 'PublicKey', name: 'Public keys per AWS account', byDefault: 10 },
  { kind: 'CachePolicy', name: 'Cache policies per AWS account', byDefault: 20 },
  { kind: 'ResponseHeadersPolicy', name: 'Response headers policies per AWS account', byDefault: 20 },
  { kind: 'Function', name: 'Functions per AWS account', byDefault: 100 },
];

/** https://docs.aws.amazon.com/personalize/latest/dg/limits.html */
const personalizeQuotas = [
  { kind: 'datasetGroups', type: 'AWS::Personalize::DatasetGroup', pattern: /dataset groups/i, byDefault: 500 },
  { kind: 'schemas', type: 'AWS::Personalize::Schema', pattern: /schemas/i, byDefault: 500 },
] as const;

/** Compares what the stage adds with the account's quota and usage. A stage that is already deployed adds nothing. */
function room(noun: string, added: number, present: number, limit: number, service: string): Finding {
  const found = `${present} of ${limit} ${noun} are used, and the stage needs ${added}`;
  return present + added <= limit
    ? ok(found)
    : problem(found, `delete some, or request a higher quota (Service Quotas, ${service})`);
}

export function cloudFront(stacks: readonly AssemblyStack[], account: Account): Promise<Verdict>[] {
  const region = 'us-east-1';
  const limits = account.quotas(region, 'cloudfront').catch(() => new Map<string, number>());
  const counted = cloudFrontQuotas.map(({ kind, name, byDefault }) => {
    const added = resourcesOf(stacks, `AWS::CloudFront::${kind}`);
    return judge(`CloudFront ${kind}`, 'global', async () => {
      const limit = (await limits).get(name) ?? byDefault;
      const present = await account.cloudFrontCount(kind);
      const deployed = await deployedOf(added, account);
      return deployed
        ? ok(`${present} of ${limit} are used, including the stage's`)
        : room('places', added.length, present, limit, 'CloudFront');
    });
  });
  const verified = judge('CloudFront account', 'global', async () =>
    (await account.cloudFrontCount('Distribution')) > 0
      ? ok('the account has distributions already')
      : unknown(
          'AWS may require that a new account is verified',
          "if the deployment fails with that error, open a support case: 'account verification for CloudFront'",
        ),
  );
  return [...counted, verified];
}

export function personalize(stacks: readonly AssemblyStack[], account: Account): Promise<Verdict>[] {
  return personalizeQuotas.flatMap(({ kind, type, pattern, byDefault }) => {
    const added = resourcesOf(stacks, type);
    const [first] = added;
    if (!first) return [];
    const { region } = first.stack;
    return [
      judge(`Personalize ${kind}`, region, async () => {
        const limits = await account.quotas(region, 'personalize').catch(() => new Map<string, number>());
        const limit = [...limits].find(([name]) => pattern.test(name))?.[1] ?? byDefault;
        const present = await account.personalizeCount(region, kind);
        if (await deployedOf(added, account)) return ok(`${present} of ${limit} are used, including the stage's`);
        return room('places', added.length, present, limit, 'Amazon Personalize');
      }),
    ];
  });
}

async function deployedOf(added: readonly { readonly stack: AssemblyStack }[], account: Account): Promise<boolean> {
  const [first] = added;
  return first !== undefined && (await account.stacks(first.stack.region, [first.stack.name])).length > 0;
}

/** Whether the account can use MediaConvert. The first call activates the service. */
export function encoder(stacks: readonly AssemblyStack[], account: Account): Promise<Verdict>[] {
  return resourcesOf(stacks, 'AWS::MediaConvert::Queue').map(({ stack }) =>
    judge('MediaConvert', stack.region, async () => ok(`${await account.encoderQueues(stack.region)} queues`)),
  );
}
