/** CloudFormation's summary of a stack. */
export interface StackSummary {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly status: string;
  readonly description?: string;
}

/**
 * Whether a stack of the account belongs to a stage. The part after the stage's name has no hyphen, so the stage `dev`
 * does not own the stacks of a stage `dev-2`. The check of the description excludes a foreign stack with such a name.
 */
export function belongsTo(stage: string, { name, description = '' }: StackSummary): boolean {
  const prefix = `OmniStream-${stage}-`;
  return name.startsWith(prefix) && /^[A-Z][A-Za-z0-9]*$/.test(name.slice(prefix.length)) && isOmniStream(description);
}

const isOmniStream = (description: string) => description.startsWith('OmniStream: ');

export const isGone = ({ status }: StackSummary) => status === 'DELETE_COMPLETE';

interface Placed {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

/**
 * The order in which stacks are deleted: a stack comes before the stacks that it depends on. Stacks that are no longer in
 * the assembly come first, because no stack of the assembly depends on them.
 */
export function deletionOrder<S extends { readonly name: string }>(
  live: readonly S[],
  assembly: readonly Placed[],
): S[] {
  const byName = new Map(assembly.map((stack) => [stack.name, stack]));
  const deployed = new Set<string>();
  const visit = (name: string) => {
    if (deployed.has(name)) return;
    for (const other of byName.get(name)?.dependsOn ?? []) visit(other);
    deployed.add(name);
  };
  for (const { name } of assembly) visit(name);
  const place = [...deployed];
  return [...live].sort((a, b) => rank(place, b.name) - rank(place, a.name));
}

const rank = (place: readonly string[], name: string) => (place.includes(name) ? place.indexOf(name) : place.length);
