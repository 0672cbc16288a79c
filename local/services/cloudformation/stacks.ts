import type { DeployedStack } from '../../assembly/deployment';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';

export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  status: string;
  reason?: string;
}

/** A stack of the assembly, with its current state. */
export interface StackRecord {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly description?: string;
  readonly createdAt: number;
  readonly terminationProtection: boolean;
  /** In order of dependency. */
  readonly resources: readonly StackResource[];
  readonly deployed: DeployedStack;
  status: string;
  reason?: string;
  deletedAt?: number;
}

/** The values of CloudFormation's DeletionPolicy that keep a resource when its stack is deleted. */
const kept = new Set(['Retain', 'RetainExceptOnCreate']);

/**
 * The stacks of the loaded assembly. Every start of the runtime deploys all of them, like `cdk deploy` after a
 * deletion, so nothing of this is saved to disk.
 */
export class Stacks {
  private records: StackRecord[] | undefined;

  constructor(
    private readonly kernel: Kernel,
    private readonly deployed: () => readonly DeployedStack[],
  ) {}

  in(region: string): readonly StackRecord[] {
    this.records ??= this.deployed().map((one) => this.record(one));
    return this.records.filter((stack) => stack.region === region);
  }

  /** Finds a stack by its name or id; a deleted one only by its id. Throws `ValidationError`. */
  get(region: string, reference = ''): StackRecord {
    const isNamed = (stack: StackRecord) => stack.name === reference && stack.status !== 'DELETE_COMPLETE';
    const found = this.in(region).find((stack) => stack.id === reference || isNamed(stack));
    if (!found) throw new ServiceError('ValidationError', `Stack with id ${reference} does not exist`);
    return found;
  }

  /**
   * Deletes a stack in the background, as CloudFormation does, dependents first. A resource that its service does not
   * delete leaves the stack in DELETE_FAILED. Throws `ValidationError` if the stack has termination protection.
   */
  delete(region: string, reference = ''): void {
    const exists = this.in(region).some(({ id, name }) => id === reference || name === reference);
    // Deleting a stack that does not exist succeeds.
    if (!exists || this.in(region).find(({ name }) => name === reference)?.status === 'DELETE_COMPLETE') return;
    const stack = this.get(region, reference);
    if (stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return;
    if (stack.terminationProtection) {
      const message = `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`;
      throw new ServiceError('ValidationError', message);
    }
    stack.status = 'DELETE_IN_PROGRESS';
    stack.reason = undefined;
    void this.remove(stack);
  }

  private async remove(stack: StackRecord): Promise<void> {
    for (const resource of [...stack.resources].reverse()) {
      if (resource.status === 'DELETE_COMPLETE' || resource.status === 'DELETE_SKIPPED') continue;
      await this.removeResource(stack, resource);
    }
    const failed = stack.resources.filter(({ status }) => status === 'DELETE_FAILED');
    if (failed.length > 0) {
      const names = failed.map(({ logicalId }) => logicalId).join(', ');
      stack.reason = `The following resource(s) failed to delete: [${names}]. `;
      stack.status = 'DELETE_FAILED';
      return;
    }
    stack.deletedAt = this.kernel.now();
    stack.status = 'DELETE_COMPLETE';
  }

  private async removeResource({ name, deployed }: StackRecord, resource: StackResource): Promise<void> {
    const template = deployed.stack.template.Resources?.[resource.logicalId];
    if (kept.has(template?.DeletionPolicy ?? '')) {
      resource.status = 'DELETE_SKIPPED';
      return;
    }
    try {
      await deployed.destroy(resource.logicalId);
      resource.status = 'DELETE_COMPLETE';
      resource.reason = undefined;
    } catch (error) {
      resource.reason = error instanceof Error ? error.message : String(error);
      resource.status = 'DELETE_FAILED';
      this.kernel.log('cloudformation', `${name}/${resource.logicalId} was not deleted`, { reason: resource.reason });
    }
  }

  private record(deployed: DeployedStack): StackRecord {
    const { name, region, description, terminationProtection = false, template } = deployed.stack;
    return {
      id: `arn:aws:cloudformation:${region}:${this.kernel.accountId}:stack/${name}/local`,
      ...{ name, region, description, terminationProtection, deployed },
      createdAt: this.kernel.now(),
      resources: deployed.order().map((logicalId) => ({
        logicalId,
        type: template.Resources?.[logicalId]?.Type ?? '',
        physicalId: String(deployed.ref(logicalId)),
        status: 'CREATE_COMPLETE',
      })),
      status: 'CREATE_COMPLETE',
    };
  }
}
