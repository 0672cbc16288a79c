import { type AssemblyStack, resourcesOf, type TemplateResource } from '../assembly';

interface Price {
  readonly type: string;
  readonly noun: string;
  /** USD a month for one of them. */
  readonly usd: (resource: TemplateResource) => number;
}

/**
 * What is paid by the month, used or not, as of 2026-11; USD, without free tiers and taxes. Sources: the pricing pages of
 * AWS KMS, AWS WAF (a web ACL 5, each of its rules 1), Secrets Manager and CloudWatch (an alarm on one metric).
 */
const prices: readonly Price[] = [
  { type: 'AWS::KMS::Key', noun: 'KMS keys', usd: () => 1 },
  { type: 'AWS::KMS::ReplicaKey', noun: 'KMS replica keys', usd: () => 1 },
  {
    type: 'AWS::WAFv2::WebACL',
    noun: 'web ACL and its rules',
    usd: ({ Properties }) => 5 + (Properties?.Rules?.length ?? 0),
  },
  {
    type: 'AWS::SecretsManager::Secret',
    noun: 'secrets',
    usd: ({ Properties }) => 0.4 * (1 + (Properties?.ReplicaRegions?.length ?? 0)),
  },
  { type: 'AWS::CloudWatch::Alarm', noun: 'alarms', usd: () => 0.1 },
];

export interface IdleCost {
  readonly usd: number;
  readonly parts: readonly { readonly noun: string; readonly count: number; readonly usd: number }[];
}

/** What a stage costs a month while nobody uses it and nothing is stored. */
export function idleCost(stacks: readonly AssemblyStack[]): IdleCost {
  const parts = prices.flatMap(({ type, noun, usd }) => {
    const found = resourcesOf(stacks, type);
    if (found.length === 0) return [];
    const sum = found.reduce((total, { properties }) => total + usd({ Type: type, Properties: properties }), 0);
    return [{ noun, count: found.length, usd: Math.round(sum * 100) / 100 }];
  });
  return { parts, usd: Math.round(parts.reduce((total, part) => total + part.usd, 0) * 100) / 100 };
}

export function costLine(cost: IdleCost): string {
  const parts = cost.parts.map(({ noun, count, usd }) => `${count} ${noun} ${usd.toFixed(2)}`);
  return (
    `Idle, it costs about ${cost.usd.toFixed(2)} USD a month (${parts.join(', ')}); ` +
    'recommenders are paid by the hour while they are active, about 260 USD a month each.'
  );
}
