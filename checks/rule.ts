import type { Assembly, Resource, Stack } from './assembly';

/** Something that AWS would refuse, or that would do harm later. */
export interface Finding {
  /** The rule's name: `lifecycle`. */
  readonly rule: string;
  /** The construct's path in the app, as `cdk synth` names it: `OmniStream-dev-Storage/Lake`. */
  readonly construct: string;
  /** What is wrong and what to do about it, in one or two sentences. */
  readonly message: string;
}

/** Looks at one stage's assembly, and returns what it found. An empty list: it holds. */
export interface Rule {
  readonly name: string;
  check(assembly: Assembly): Finding[];
}

/** One resource with where it stands. */
export interface Placed {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly resource: Resource;
  /** The construct's path in the app: `OmniStream-dev-Storage/Lake`. */
  readonly construct: string;
}

/** All resources of an assembly, or those of the given types. */
export function resources({ stacks }: Assembly, ...types: readonly string[]): Placed[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources)
      .filter(([, { Type }]) => types.length === 0 || types.includes(Type))
      .map(([logicalId, resource]) => ({ stack, logicalId, resource, construct: constructOf(stack, logicalId) })),
  );
}

/** The path that CDK writes into the resource's metadata, without the child that stands for the resource itself. */
function constructOf({ name, template }: Stack, logicalId: string): string {
  const path = template.Resources[logicalId]?.Metadata?.['aws:cdk:path'];
  return typeof path === 'string' ? path.replace(/\/Resource$/, '') : `${name}/${logicalId}`;
}
