import { waitFor } from '../wait';
import type { CloudFormation } from './cloudformation';
import type { Say } from './resource';
import { deletionOrder } from './stack-names';
import { inOrder, type Kinds, type LiveStack, type Survey } from './survey';

/** Seconds. Disabling a distribution takes minutes, and an access log may arrive late. */
const stackPatience = 3600;
/** Attempts to prepare and delete a stack. More than one is needed because logs still arrive for a while. */
const attempts = 4;

export interface Work {
  readonly cfn: CloudFormation;
  readonly kinds: Kinds;
  /** The dependencies between the stacks of the assembly. */
  readonly assembly: readonly { readonly name: string; readonly dependsOn: readonly string[] }[];
  readonly say: Say;
}

/**
 * Deletes everything that a survey found: first the stacks in reverse order of their dependencies, each after its buckets
 * were emptied, then the resources that stacks left behind. Returns a message for each resource that it could not delete.
 */
export async function teardown({ stacks, leftBehind }: Survey, work: Work): Promise<string[]> {
  const failures: string[] = [];
  // Schedules are disabled before the first deletion. Otherwise they could start work during the teardown.
  const starters = ['AWS::Scheduler::Schedule'];
  for (const stack of stacks) await prepare(stack, work, starters);
  for (const stack of deletionOrder(stacks, work.assembly)) {
    const failure = await deleteStack(stack, work);
    if (failure) failures.push(failure);
  }
  for (const { resource } of leftBehind) {
    try {
      await work.kinds[resource.type]?.remove(resource, work.say);
    } catch (error) {
      failures.push(`${resource.type} ${resource.id}: ${(error as Error).message}`);
    }
  }
  return failures;
}

async function deleteStack(stack: LiveStack, work: Work): Promise<string | undefined> {
  const { cfn, say } = work;
  const since = Date.now();
  // CloudFormation refuses to delete a stack during an update.
  await waitFor(`Another change of ${stack.name}`, stackPatience, async () =>
    /^(UPDATE|IMPORT|ROLLBACK).*_IN_PROGRESS$/.test((await cfn.describe(stack)).status) ? undefined : true,
  );
  let failed = '';
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    await prepare(stack, work, Object.keys(work.kinds));
    await cfn.delete(stack);
    const end = await waitFor(`Deleting ${stack.name}`, stackPatience, async () => {
      const { status } = await cfn.describe(stack);
      return status === 'DELETE_COMPLETE' || status.endsWith('_FAILED') ? status : undefined;
    });
    if (end === 'DELETE_COMPLETE') {
      say(`deleted stack ${stack.name} in ${stack.region} (${Math.round((Date.now() - since) / 1000)} s)`);
      return undefined;
    }
    const stuck = (await cfn.resources(stack)).filter(({ status }) => status === 'DELETE_FAILED');
    failed = stuck.map(({ logicalId, reason = 'unknown reason' }) => `${logicalId}: ${reason}`).join('; ') || end;
    say(`${stack.name} was not deleted (${attempt} of ${attempts}): ${failed}`);
  }
  return `${stack.name}: ${failed}`;
}

async function prepare(stack: LiveStack, { kinds, say }: Work, types: readonly string[]): Promise<void> {
  for (const resource of inOrder(stack.resources, kinds)) {
    if (types.includes(resource.type)) await kinds[resource.type]?.prepare?.(resource, say);
  }
}
