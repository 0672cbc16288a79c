import { cloudFormation } from '../teardown/cloudformation.client';
import { belongsTo, isGone } from '../teardown/stack-names';

/** What exists of a stage, according to CloudFormation. */
export interface Resources {
  /** The physical id of a resource; `undefined` if it does not exist. */
  idOf(stack: string, logicalId: string): string | undefined;
  /** Whether a physical id is that of a resource of the stage. */
  has(id: string): boolean;
}

export async function stageResources(stage: string, regions: readonly string[]): Promise<Resources> {
  const cfn = cloudFormation();
  const all = (await Promise.all(regions.map((region) => cfn.stacks(region)))).flat();
  const live = all.filter((stack) => belongsTo(stage, stack) && !isGone(stack));
  const ids = new Map<string, string>();
  for (const stack of live) {
    for (const { logicalId, id } of await cfn.resources(stack)) ids.set(`${stack.name} ${logicalId}`, id);
  }
  const physical = new Set(ids.values());
  return { idOf: (stack, logicalId) => ids.get(`${stack} ${logicalId}`), has: (id) => physical.has(id) };
}
