import type { AssemblyStack } from '../assembly';
import { Failure } from '../failure';
import type { CloudFormation, StackResource } from '../teardown/cloudformation';

export interface Found {
  /** The physical id. */
  readonly id: string;
  readonly logicalId: string;
  readonly region: string;
}

/**
 * The name that users write: a logical id without CDK's hash and the number of a replacement, in lower case.
 * `Assets29A31D427` → `assets`
 */
const nameOf = (logicalId: string) => logicalId.replace(/\d*[0-9A-F]{8}$/, '').toLowerCase();

/** The resources of one of a stage's stacks, as CloudFormation knows them, by the name that users write. */
export async function resourcesByName(
  cfn: Pick<CloudFormation, 'resources'>,
  { name, region }: Pick<AssemblyStack, 'name' | 'region'>,
  types: readonly string[],
): Promise<ReadonlyMap<string, Found>> {
  const found = await cfn.resources({ id: name, name, region, status: '' }).catch((error: Error): StackResource[] => {
    // "Stack with id {name} does not exist"
    if (error.name !== 'ValidationError') throw error;
    throw new Failure(`There is no stack ${name} in ${region}. Deploy it before you restore its data.`);
  });
  return new Map(
    found
      .filter(({ type }) => types.includes(type))
      .map(({ id, logicalId }) => [nameOf(logicalId), { id, logicalId, region }]),
  );
}

/** Throws a `Failure` that lists the possible names. */
export function pick(resources: ReadonlyMap<string, Found>, name: string, kind: string): Found {
  const found = resources.get(name);
  if (found) return found;
  throw new Failure(`There is no ${kind} '${name}'. Choose one of: ${[...resources.keys()].sort().join(', ')}.`, 2);
}

/** Throws a `Failure` if the assembly has no such stack. */
export function stackOf(stacks: readonly AssemblyStack[], stage: string, part: string): AssemblyStack {
  const found = stacks.find(({ name }) => name === `OmniStream-${stage}-${part}`);
  if (!found) throw new Failure(`The assembly has no stack OmniStream-${stage}-${part}.`);
  return found;
}
