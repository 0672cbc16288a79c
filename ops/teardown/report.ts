import { plural, table } from '../table';
import type { Loss, Survey } from './survey';

/** `AWS::DynamoDB::GlobalTable` → `GlobalTable` */
const short = (type: string) => type.split('::').at(-1) ?? type;

const row = ({ resource, text }: Loss) => ['', short(resource.type), resource.id, text];

/** What is there, stack by stack. */
export function list({ stacks, leftBehind }: Survey): string {
  const rows = stacks.flatMap((stack) => [
    [stack.name, stack.region, plural(stack.resources.length, 'resource'), stack.status],
    ...stack.losses.filter(({ resource }) => resource.type !== 'AWS::KMS::Key').map(row),
  ]);
  const kept = leftBehind.length ? [['Left behind by deleted stacks', '', '', ''], ...leftBehind.map(row)] : [];
  return table([...rows, ...kept]);
}

export const isEmpty = ({ stacks, leftBehind }: Survey) => stacks.length + leftBehind.length === 0;

/** What no teardown removes, for whoever wonders. */
export const notTouched =
  "Not touched: CDK's bootstrap stacks, job histories of MediaConvert and Transcribe (90 days), automatic backups of " +
  'deleted tables (35 days). Deleted keys wait for 7 to 30 days without cost.';
