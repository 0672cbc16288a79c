import type { StackSummary } from './stack-names';

export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly id: string;
  readonly status: string;
  readonly reason?: string;
}

/** What teardown asks of CloudFormation. */
export interface CloudFormation {
  /** All stacks of a region, with those that were deleted within 90 days. */
  stacks(region: string): Promise<readonly StackSummary[]>;
  /** Those that have a physical id; also of a deleted stack. */
  resources(stack: StackSummary): Promise<readonly StackResource[]>;
  describe(stack: StackSummary): Promise<{ readonly status: string; readonly terminationProtection: boolean }>;
  /** The name of the stack that has a resource now, whosever it is. */
  ownerOf(region: string, physicalId: string): Promise<string | undefined>;
  /** Begins the deletion. */
  delete(stack: StackSummary): Promise<void>;
}
