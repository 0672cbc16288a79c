import { plural, table } from '../table';
import type { Loss, Survey } from './survey';

/** `AWS::DynamoDB::GlobalTable` → `GlobalTable` */
const short = (type: string) => type.split('::').at(-1) ?? type;

/** Of an ARN or URL, its end says which one it is. */
const nameOf = (id: string) => id.split(/[/:]/).at(-1) ?? id;

const row = ({ resource, text }: Loss) => ['', short(resource.type), nameOf(resource.id), text];

/** A stage has dozens of log groups, and nobody chooses by a key's id. */
const uninteresting = ['AWS::Logs::LogGroup', 'AWS::KMS::Key'];

function summarized(losses: readonly Loss[]): string[][] {
  const few = losses.filter(({ resource }) => !uninteresting.includes(resource.type)).map(row);
  const logs = losses.filter(({ resource }) => resource.type === 'AWS::Logs::LogGroup').length;
  return logs ? [...few, ['', 'LogGroup', plural(logs, 'log group'), '']] : few;
}

/** What is there, stack by stack. */
export function list({ stacks, leftBehind }: Survey): string {
  const rows = stacks.flatMap((stack) => [
    [stack.name, stack.region, plural(stack.resources.length, 'resource'), stack.status],
    ...summarized(stack.losses),
  ]);
  const kept = leftBehind.length ? [['Left behind by deleted stacks', '', '', ''], ...leftBehind.map(row)] : [];
  return table([...rows, ...kept]);
}

export const isEmpty = ({ stacks, leftBehind }: Survey) => stacks.length + leftBehind.length === 0;

/** What no teardown removes, for whoever wonders. */
export const notTouched =
  "Not touched: CDK's bootstrap stacks, job histories of MediaConvert and Transcribe (90 days), automatic backups of " +
  'deleted tables (35 days). Deleted keys wait for 7 to 30 days without cost.';
