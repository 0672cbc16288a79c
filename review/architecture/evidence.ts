import type { Named, Resources } from './resources';

/** Evidence in the templates for a part of the picture. */
export type Evidence =
  /** A policy of the construct allows the action, optionally on a resource of another construct. */
  | { readonly grant: string; readonly action: string; readonly on?: string }
  /** A property of the construct refers to a resource of another construct. */
  | { readonly property: string; readonly refersTo: string }
  /** The properties of the construct contain a text, such as an event's source. */
  | { readonly property: string; readonly contains: string }
  /** All of these. */
  | { readonly all: readonly Evidence[] }
  /** The templates contain no evidence, for this reason. */
  | { readonly outside: string };

/** Whether the templates contain the evidence. */
export function holds(evidence: Evidence, resources: Resources): boolean {
  if ('outside' in evidence) return true;
  if ('all' in evidence) return evidence.all.every((one) => holds(one, resources));
  if ('grant' in evidence) {
    return resources
      .of(evidence.grant)
      .filter(({ type }) => type === 'IAM::Policy' || type === 'IAM::ManagedPolicy')
      .some((policy) => statementsOf(policy).some((statement) => allows(policy, statement, evidence, resources)));
  }
  const sources = resources.of(evidence.property);
  if ('contains' in evidence) {
    return sources.some(({ properties }) => JSON.stringify(properties).includes(evidence.contains));
  }
  return sources.some((source) => resources.refers(source, source.properties, evidence.refersTo));
}

/** The evidence as text for a message or a table. */
export function describe(evidence: Evidence): string {
  if ('outside' in evidence) return `not in the templates: ${evidence.outside}`;
  if ('all' in evidence) return evidence.all.map(describe).join('; ');
  if ('grant' in evidence) {
    return `\`${evidence.grant}\` is allowed \`${evidence.action}\`${evidence.on ? ` on \`${evidence.on}\`` : ''}`;
  }
  if ('contains' in evidence) return `\`${evidence.property}\` contains \`${evidence.contains}\``;
  return `\`${evidence.property}\` refers to \`${evidence.refersTo}\``;
}

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
}

function statementsOf({ properties }: Named): readonly Statement[] {
  return (properties.PolicyDocument as { readonly Statement: readonly Statement[] }).Statement;
}

function allows(
  policy: Named,
  { Effect, Action = [], Resource }: Statement,
  { action, on }: { readonly action: string; readonly on?: string },
  resources: Resources,
): boolean {
  if (Effect !== 'Allow' || ![Action].flat().includes(action)) return false;
  return on === undefined || resources.refers(policy, Resource, on);
}
