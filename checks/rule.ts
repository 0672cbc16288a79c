import type { Assembly, Resource, Stack } from './assembly';

/** A fault that AWS would refuse, or that would cause harm later. */
export interface Finding {
  /** The rule's name: `lifecycle`. */
  readonly rule: string;
  /** The construct's path in the app, in the form of `cdk synth`: `OmniStream-dev-Storage/Lake`. */
  readonly construct: string;
  /** The fault and its remedy, in one or two sentences. */
  readonly message: string;
}

/** Checks one stage's assembly and returns the findings. An empty list means that there are no faults. */
export interface Rule {
  readonly name: string;
  check(assembly: Assembly): Finding[];
}

/** One resource with its stack and construct path. */
export interface Placed {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly resource: Resource;
  /** The construct's path in the app: `OmniStream-dev-Storage/Lake`. */
  readonly construct: string;
}

/** All resources of an assembly, or only those of the given types. */
export function resources({ stacks }: Assembly, ...types: readonly string[]): Placed[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources)
      .filter(([, { Type }]) => types.length === 0 || types.includes(Type))
      .map(([logicalId, resource]) => ({ stack, logicalId, resource, construct: constructOf(stack, logicalId) })),
  );
}

/** The path that CDK writes into the resource's metadata, without the last part `/Resource`. */
function constructOf({ name, template }: Stack, logicalId: string): string {
  const path = template.Resources[logicalId]?.Metadata?.['aws:cdk:path'];
  return typeof path === 'string' ? path.replace(/\/Resource$/, '') : `${name}/${logicalId}`;
}
