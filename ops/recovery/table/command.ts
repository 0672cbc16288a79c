import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { confirm } from '../../confirm';
import { Failure } from '../../failure';
import { perRegion } from '../../per-region';
import { plural } from '../../table';
import { waitFor } from '../../wait';
import type { RecoveryContext } from '../context';
import { pick, resourcesByName, stackOf } from '../stage-resources';
import { readTime, timeText } from '../time';
import { type CopyRequest, type CopyResult, copyBack } from './copy-back';
import { erasedOf, readErased } from './erased';
import type { RestoreFrom, Tables } from './records';
import { dynamoTables } from './tables.client';

const nothing = 'Nothing was changed.';
/** Seconds. AWS documents no limit for a restore; it depends on the table. */
const restorePatience = 12 * 3600;

/** `recover STAGE table NAME --at TIME [--id ID] [--source TABLE] [--replace yes] [--keep yes]` */
export async function recoverTable(context: RecoveryContext, operands: readonly string[]): Promise<number> {
  const { stage, stacks, cfn, values, say } = context;
  const [name, ...others] = operands;
  if (!name || others.length > 0) throw new Failure(context.usage, 2);
  const types = ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table'];
  const all = await resourcesByName(cfn, stackOf(stacks, stage, 'Storage'), types);
  const live = pick(all, name, 'table');
  const tables = dynamoTables(perRegion(DynamoDBClient)(live.region));

  const target = await tables.describe(live.id);
  if (!target) {
    throw new Failure(
      `The table ${live.id} was deleted. Create an empty one first, as docs/recovery.md describes under "A dropped ` +
        `table", and then run this with --source ${live.id}. ${nothing}`,
    );
  }
  const { from, at } = await sourceOf(tables, values.source ?? live.id, values.at);
  const copy = copyName(live.id, at);
  const replaces = values.replace === 'yes';
  say(
    `The table ${live.id} (about ${plural(target.items, 'item')}) will be compared with its state of ${timeText(at)}. ` +
      `That state is restored as ${copy}; the restore is billed by the size of the table.\n` +
      `Items that are missing will be written${replaces ? ', and items that changed since will be replaced' : ''}. ` +
      'Items that were made since then stay.',
  );
  if (values.confirm === undefined) await confirm(stage, { nothing, deed: 'restore the copy', isFinal: false });
  await restoreCopy(tables, from, copy, say);

  // Assets and viewers that were erased since the chosen time must not come back. Certificates themselves name no one.
  const certificates = pick(all, 'erasures', 'table').id;
  const isErased = name === 'erasures' ? undefined : erasedOf(await readErased(tables, certificates));
  const request: CopyRequest = { from: copy, to: live.id, ...target, replaces, id: values.id, isErased };
  const before = await copyBack(tables, request, false);
  say(`\n${report(before)}`);
  const { missing, different } = before.counts;
  if (missing + (replaces ? different : 0) > 0) {
    const deed = 'write these items';
    if (values.confirm === undefined) await confirm(stage, { nothing: `Only ${copy} was made.`, deed, isFinal: false });
    const done = await copyBack(tables, request, true);
    say(`\n${plural(done.written, 'item')} written.`);
    const after = await copyBack(tables, request, false);
    if (done.raced > 0 || after.counts.missing > 0) {
      throw new Failure('Items changed during the restore. Run this command again; the copy is kept.');
    }
  }
  if (values.keep === 'yes') say(`The copy ${copy} is kept, and is paid for until you delete it.`);
  else {
    await tables.delete(copy);
    say(`The copy ${copy} was deleted.`);
  }
  return 0;
}

/** A live table is restored to a time, and a deleted one from the backup that DynamoDB made when it was deleted. */
async function sourceOf(tables: Tables, table: string, time: string | undefined) {
  const window = await tables.window(table);
  if (!window) {
    const backup = await tables.backupOfDeleted(table);
    if (backup) return { from: { backup: backup.arn }, at: backup.at };
    throw new Failure(`${table} has neither continuous backups nor a backup of its deletion. ${nothing}`);
  }
  const at = Math.floor(readTime(time) / 1000) * 1000;
  const { earliest, latest } = window;
  if (at >= Math.floor(earliest / 1000) * 1000 && at <= latest) return { from: { table, at }, at };
  throw new Failure(`Choose a time from ${timeText(earliest)} to ${timeText(latest)}. ${nothing}`);
}

/** The same for every run with the same time, so that a further run finds the copy. */
const copyName = (table: string, at: number) =>
  `${table.slice(0, 230)}-at-${new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/\D/g, '')}`;

async function restoreCopy(
  tables: Tables,
  from: RestoreFrom,
  copy: string,
  say: (line: string) => void,
): Promise<void> {
  if (!(await tables.describe(copy))) await tables.restore(from, copy);
  say(`Restoring ${copy} …`);
  await waitFor(`Restoring ${copy}`, restorePatience, async () =>
    (await tables.describe(copy))?.status === 'ACTIVE' ? true : undefined,
  );
}

function report({ counts, examples }: CopyResult): string {
  const lines = [
    `${plural(counts.missing, 'item')} missing`,
    `${plural(counts.different, 'item')} changed since`,
    `${plural(counts.same, 'item')} unchanged`,
    ...(counts.erased ? [`${plural(counts.erased, 'item')} of assets or viewers that were erased, not written`] : []),
    ...(counts.expired ? [`${plural(counts.expired, 'item')} expired since, not written`] : []),
  ];
  return [...lines, ...examples.map((example) => `  ${example}`)].join('\n');
}
