import type { CloudFormation, StackResource } from '../../../ops/teardown/cloudformation';
import type { ResourceKind } from '../../../ops/teardown/resource';
import type { Kinds } from '../../../ops/teardown/survey';

interface Stack {
  /** @default - its name */
  readonly id?: string;
  readonly name: string;
  readonly region?: string;
  status?: string;
  readonly description?: string;
  readonly terminationProtection?: boolean;
  readonly resources?: StackResource[];
}

/** An account in memory: its stacks, and the ids of the things that exist. */
export class Account {
  /** What happened, in order. */
  readonly log: string[] = [];
  /** Buckets with contents, which stacks cannot delete. */
  readonly full = new Set<string>();

  constructor(
    private readonly stacks: Stack[],
    readonly existing: Set<string>,
  ) {}

  readonly cfn: CloudFormation = {
    stacks: async (region) => this.stacks.filter((one) => (one.region ?? 'eu-west-1') === region).map(summary),
    resources: async ({ id }) => this.find(id).resources ?? [],
    describe: async ({ id }) => {
      const { status = 'CREATE_COMPLETE', terminationProtection = false } = this.find(id);
      return { status, terminationProtection };
    },
    ownerOf: async (_region, physicalId) =>
      this.stacks.find((one) => !isGone(one) && one.resources?.some(({ id }) => id === physicalId))?.name,
    delete: async ({ id }) => {
      const stack = this.find(id);
      const blocked = stack.resources?.some((one) => this.full.has(one.id));
      this.log.push(`${blocked ? 'could not delete' : 'deleted'} ${stack.name}`);
      stack.status = blocked ? 'DELETE_FAILED' : 'DELETE_COMPLETE';
    },
  };

  readonly kinds: Kinds = {
    Bucket: this.kind({ prepare: async ({ id }) => void (this.full.delete(id) && this.log.push(`emptied ${id}`)) }),
    Table: this.kind({ isProtected: async ({ id }) => id.startsWith('protected') }),
  };

  private kind(more: Partial<ResourceKind>): ResourceKind {
    return {
      describe: async ({ id }) => (this.existing.has(id) ? 'something' : undefined),
      remove: async ({ id }) => {
        this.existing.delete(id);
        this.log.push(`removed ${id}`);
      },
      ...more,
    };
  }

  private find(id: string): Stack {
    return this.stacks.find((one) => summary(one).id === id) as Stack;
  }
}

const isGone = ({ status }: Stack) => status === 'DELETE_COMPLETE';

const summary = (stack: Stack) => ({
  // An id is for ever: two stacks of one name have two.
  ...{ id: stack.id ?? stack.name, name: stack.name },
  ...{ region: stack.region ?? 'eu-west-1', status: stack.status ?? 'CREATE_COMPLETE' },
  description: stack.description ?? 'OmniStream: a part',
});
