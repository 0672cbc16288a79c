import { plural, table } from '../table';
import type { Loss, Survey } from './survey';

/** `AWS::DynamoDB::GlobalTable` → `GlobalTable` */
const short = (type: string) => type.split('::').at(-1) ?? type;

/** The last part of an ARN or URL, which identifies the resource. */
const nameOf = (id: string) => id.split(/[/:]/).at(-1) ?? id;

const row = ({ resource, text }: Loss) => ['', short(resource.type), nameOf(resource.id), text];

/** Types that are not listed one by one: a stage has dozens of log groups, and the id of a key does not help the user. */
const uninteresting = ['AWS::Logs::LogGroup', 'AWS::KMS::Key'];

function summarized(losses: readonly Loss[]): string[][] {
  const few = losses.filter(({ resource }) => !uninteresting.includes(resource.type)).map(row);
  const logs = losses.filter(({ resource }) => resource.type === 'AWS::Logs::LogGroup').length;
  return logs ? [...few, ['', 'LogGroup', plural(logs, 'log group'), '']] : few;
}

/** Lists the existing stacks with their resources. */
export function list({ stacks, leftBehind }: Survey): string {
  const rows = stacks.flatMap((stack) => [
    [stack.name, stack.region, plural(stack.resources.length, 'resource'), stack.status],
    ...summarized(stack.losses),
  ]);
  const kept = leftBehind.length ? [['Left behind by deleted stacks', '', '', ''], ...leftBehind.map(row)] : [];
  return table([...rows, ...kept]);
}

export const isEmpty = ({ stacks, leftBehind }: Survey) => stacks.length + leftBehind.length === 0;

/** The data that teardown does not remove. */
export const notTouched =
  "Not touched: CDK's bootstrap stacks, job histories of MediaConvert and Transcribe (90 days), automatic backups of " +
  'deleted tables (35 days). Deleted keys wait for 7 to 30 days without cost.';
