import type { StackSummary } from './stack-names';

export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly id: string;
  readonly status: string;
  readonly reason?: string;
}

/** The operations of CloudFormation that teardown uses. */
export interface CloudFormation {
  /** All stacks of a region, including those that were deleted in the last 90 days. */
  stacks(region: string): Promise<readonly StackSummary[]>;
  /** The resources of a stack that have a physical id. The stack may be deleted. */
  resources(stack: StackSummary): Promise<readonly StackResource[]>;
  describe(stack: StackSummary): Promise<{ readonly status: string; readonly terminationProtection: boolean }>;
  /** The name of the stack that a resource belongs to now, whether or not it is a stack of the stage. */
  ownerOf(region: string, physicalId: string): Promise<string | undefined>;
  /** Starts the deletion. */
  delete(stack: StackSummary): Promise<void>;
}
