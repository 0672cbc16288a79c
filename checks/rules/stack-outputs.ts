import type { Stack } from '../assembly';
import { type Finding, type Rule, resources } from '../rule';
import { walk } from '../values';

interface Use {
  readonly stack: string;
  readonly output: string;
  readonly region: string;
}

/**
 * Checks the references between stacks: `Fn::GetStackOutput` of a missing output fails the deployment, and two stacks that
 * depend on each other cannot be deployed.
 */
export const stackOutputs: Rule = {
  name: 'stack-outputs',
  check(assembly) {
    const byName = new Map(assembly.stacks.map((stack) => [stack.name, stack]));
    const missing = resources(assembly).flatMap(({ resource, construct }): Finding[] =>
      usesOf(resource).flatMap(({ stack, output, region }) => {
        const source = byName.get(stack);
        const problem = !source
          ? `no stack "${stack}"`
          : source.region !== region
            ? `"${stack}" in ${source.region}, and not in ${region}`
            : source.template.Outputs?.[output] === undefined && `no output "${output}" of "${stack}"`;
        if (!problem) return [];
        const message = `It refers to a missing output: the stage has ${problem}. Take the value from a construct.`;
        return [{ rule: 'stack-outputs', construct, message }];
      }),
    );
    return [...missing, ...cycles(assembly.stacks)];
  },
};

function usesOf(node: unknown): Use[] {
  const found: Use[] = [];
  walk(node, (object) => {
    const use = 'Fn::GetStackOutput' in object ? object['Fn::GetStackOutput'] : undefined;
    if (!use) return;
    const { StackName, OutputName, Region } = use as Readonly<Record<string, unknown>>;
    found.push({ stack: String(StackName), output: String(OutputName), region: String(Region) });
  });
  return found;
}

/** One finding for each stack that depends on itself through others. */
function cycles(stacks: readonly Stack[]): Finding[] {
  const needs = new Map(
    stacks.map(({ name, template }) => [name, new Set(usesOf(template).map(({ stack }) => stack))]),
  );
  return stacks.flatMap(({ name }) => {
    const way = wayTo(name, name, needs);
    if (!way) return [];
    const message = `The stack depends on itself: ${[name, ...way].join(' → ')}. Move the shared resources into one of them.`;
    return [{ rule: 'stack-outputs', construct: name, message }];
  });
}

function wayTo(
  from: string,
  to: string,
  needs: ReadonlyMap<string, ReadonlySet<string>>,
  seen = new Set<string>(),
): string[] | undefined {
  for (const next of needs.get(from) ?? []) {
    if (next === to) return [to];
    if (seen.has(next)) continue;
    seen.add(next);
    const rest = wayTo(next, to, needs, seen);
    if (rest) return [next, ...rest];
  }
  return undefined;
}
