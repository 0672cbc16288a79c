import type { Assembly, Stack } from '../../checks/assembly';
import { walk } from '../../checks/values';

/** One stack in the order of `cdk deploy --all`. */
export interface OrderedStack {
  /** The name without the prefix of the stage: `Storage`. */
  readonly name: string;
  readonly description: string;
  readonly region: string;
  readonly terminationProtection: boolean;
  readonly resources: number;
  /** 1 for stacks without dependencies; otherwise one more than the latest dependency. */
  readonly step: number;
}

/** A dependency between two stacks. */
interface Need {
  /** The stack that is deployed first. */
  readonly first: string;
  readonly next: string;
  /** Outputs of the first stack that the other refers to by `Fn::GetStackOutput`. */
  readonly outputs: readonly string[];
}

export interface StackOrder {
  readonly stacks: readonly OrderedStack[];
  /** Only direct dependencies: the drawing leaves out dependencies that follow from others. */
  readonly needs: readonly Need[];
  readonly allNeeds: readonly Need[];
}

/** The part of a stack's name after its stage's: `OmniStream-review-Storage` is `Storage`. */
export const partOf = ({ stage }: Assembly, name: string) => name.replace(`OmniStream-${stage}-`, '');

/**
 * The order of a stage's stacks. Throws if a stack refers to an output of another without a dependency in the manifest:
 * `cdk deploy` could use the wrong order.
 */
export function stackOrder(assembly: Assembly): StackOrder {
  const byName = new Map(assembly.stacks.map((stack) => [stack.name, stack]));
  const stepOf = (stack: Stack): number => 1 + Math.max(0, ...neededBy(stack, byName).map(stepOf));
  const stacks = assembly.stacks
    .map((stack): OrderedStack => {
      return {
        name: partOf(assembly, stack.name),
        description: stack.template.Description ?? '',
        region: stack.region,
        terminationProtection: stack.terminationProtection,
        resources: Object.keys(stack.template.Resources).length,
        step: stepOf(stack),
      };
    })
    .sort((a, b) => a.step - b.step || (a.name < b.name ? -1 : 1));
  const allNeeds = assembly.stacks.flatMap((stack) => {
    const references = referencesOf(stack);
    const missing = [...references.keys()].filter((name) => !stack.dependsOn?.includes(name));
    if (missing.length > 0) throw new Error(`${stack.name} refers to ${missing.join(', ')} without a dependency on it`);
    return neededBy(stack, byName).map(({ name }): Need => {
      const outputs = [...(references.get(name) ?? [])].sort();
      return { first: partOf(assembly, name), next: partOf(assembly, stack.name), outputs };
    });
  });
  return { stacks, allNeeds, needs: allNeeds.filter((need) => !followsFromOthers(need, allNeeds)) };
}

function neededBy({ name, dependsOn = [] }: Stack, byName: ReadonlyMap<string, Stack>): Stack[] {
  return dependsOn.map((needed) => {
    const stack = byName.get(needed);
    if (!stack) throw new Error(`${name} depends on ${needed}, which is not a stack of the stage`);
    return stack;
  });
}

function referencesOf(stack: Stack): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  walk(stack.template.Resources, (object) => {
    const reference = 'Fn::GetStackOutput' in object ? object['Fn::GetStackOutput'] : undefined;
    if (!reference) return;
    const { StackName, OutputName } = reference as { StackName: string; OutputName: string };
    found.set(StackName, (found.get(StackName) ?? new Set()).add(OutputName));
  });
  return found;
}

function followsFromOthers({ first, next }: Need, needs: readonly Need[]): boolean {
  const reaches = (from: string): boolean =>
    needs.some((need) => need.first === from && (need.next === next || reaches(need.next)));
  return needs.some((need) => need.first === first && need.next !== next && reaches(need.next));
}
