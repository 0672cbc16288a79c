import type { CloudFormation } from './cloudformation';
import type { ResourceKind, StageResource } from './resource';
import { belongsTo, isGone, type StackSummary } from './stack-names';

export interface LiveStack extends StackSummary {
  readonly terminationProtection: boolean;
  readonly resources: readonly StageResource[];
  /** The data that will be lost, for resources of known kinds. */
  readonly losses: readonly Loss[];
}

export interface Loss {
  readonly resource: StageResource;
  readonly text: string;
}

/** Everything that exists of a stage. */
export interface Survey {
  readonly stacks: readonly LiveStack[];
  /** Resources that were retained when their stacks were deleted. CloudFormation lists them for 90 days. */
  readonly leftBehind: readonly Loss[];
  /** Stacks and resources with a protection. */
  readonly protectedBy: readonly string[];
}

export type Kinds = Readonly<Record<string, ResourceKind>>;

/**
 * Surveys only resources that belong to the stage according to CloudFormation: the resources of its stacks, and those
 * that its deleted stacks left behind, unless another stack has imported them since.
 */
export async function survey(
  stage: string,
  regions: readonly string[],
  cfn: CloudFormation,
  kinds: Kinds,
): Promise<Survey> {
  const all = (await Promise.all(regions.map((region) => cfn.stacks(region)))).flat();
  const mine = all.filter((stack) => belongsTo(stage, stack));
  const stacks: LiveStack[] = [];
  for (const stack of mine.filter((one) => !isGone(one))) stacks.push(await live(stack, cfn, kinds));
  const owned = new Set(stacks.flatMap(({ resources }) => resources.map(keyOf)));
  const kept: StageResource[] = [];
  for (const stack of mine.filter(isGone)) {
    for (const { status, ...one } of await cfn.resources(stack)) {
      const resource = { ...one, stack: stack.name, region: stack.region };
      if (status !== 'DELETE_SKIPPED' || owned.has(keyOf(resource))) continue;
      owned.add(keyOf(resource));
      if ((await cfn.ownerOf(stack.region, one.id)) === undefined) kept.push(resource);
    }
  }
  const leftBehind = await losses(kept, kinds);
  const guarded = [...stacks.flatMap((stack) => stack.losses), ...leftBehind];
  const protections = await Promise.all(
    guarded.map(
      async ({ resource }) =>
        (await kinds[resource.type]?.isProtected?.(resource)) &&
        `${resource.stack}/${resource.logicalId} (deletion protection)`,
    ),
  );
  return {
    stacks,
    leftBehind,
    protectedBy: [
      ...stacks.filter((one) => one.terminationProtection).map(({ name }) => `${name} (termination protection)`),
      ...protections.filter((one) => typeof one === 'string'),
    ],
  };
}

async function live(stack: StackSummary, cfn: CloudFormation, kinds: Kinds): Promise<LiveStack> {
  const { terminationProtection } = await cfn.describe(stack);
  const resources = (await cfn.resources(stack))
    .filter(({ status }) => status !== 'DELETE_COMPLETE')
    .map(({ logicalId, type, id }) => ({ logicalId, type, id, stack: stack.name, region: stack.region }));
  return { ...stack, terminationProtection, resources, losses: await losses(resources, kinds) };
}

async function losses(resources: readonly StageResource[], kinds: Kinds): Promise<Loss[]> {
  const found: Loss[] = [];
  for (const resource of inOrder(resources, kinds)) {
    const text = await kinds[resource.type]?.describe(resource);
    if (text !== undefined) found.push({ resource, text });
  }
  return found;
}

/** Sorts resources in the order of the kinds. Types without a kind come last. */
export function inOrder(resources: readonly StageResource[], kinds: Kinds): StageResource[] {
  const types = Object.keys(kinds);
  const rank = ({ type }: StageResource) => (types.includes(type) ? types.indexOf(type) : types.length);
  return [...resources].sort((a, b) => rank(a) - rank(b));
}

const keyOf = ({ region, type, id }: Pick<StageResource, 'region' | 'type' | 'id'>) => `${region} ${type} ${id}`;
