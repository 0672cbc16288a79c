import type { AssemblyStack } from '../assembly';
import type { CloudFormation } from '../teardown/cloudformation';

/** What the commands of a recovery have in common. */
export interface RecoveryContext {
  readonly stage: string;
  readonly stacks: readonly AssemblyStack[];
  readonly cfn: Pick<CloudFormation, 'resources'>;
  readonly values: Readonly<Partial<Record<Option, string>>>;
  readonly usage: string;
  readonly say: (line: string) => void;
}

export const options = ['confirm', 'at', 'id', 'source', 'replace', 'keep', 'export', 'import'] as const;
type Option = (typeof options)[number];
