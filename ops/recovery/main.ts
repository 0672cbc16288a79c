import { accountOf } from '../account';
import { readStageCommand } from '../arguments';
import { readStacks } from '../assembly';
import { checkConfirmed } from '../confirm';
import { Failure, main } from '../failure';
import { cloudFormation } from '../teardown/cloudformation.client';
import { options, type RecoveryContext } from './context';
import { recoverPrefix } from './prefix/command';
import { recoverTable } from './table/command';
import { recoverUsers } from './users/command';

const usage = `Usage: npm run recover -- STAGE prefix BUCKET PREFIX --at TIME [--confirm STAGE]
       npm run recover -- STAGE table NAME --at TIME [--id ID] [--replace yes] [--source TABLE] [--keep yes] [--confirm STAGE]
       npm run recover -- STAGE users --export FILE
       npm run recover -- STAGE users --import FILE [--confirm STAGE]

  Brings data back. It first lists the changes, and can be run again at any point. docs/recovery.md has the steps.

  prefix BUCKET PREFIX   objects below a prefix, in both regions, as they were at the time. BUCKET is content, uploads, …
  table NAME             items of a table, as they were at the time. NAME is assets, viewers, sessions, …
  --id ID                only the item with this id, such as an asset's
  --replace yes          also replaces items that changed since; without it, only missing items are written
  --source TABLE         another table that the items come from, such as a deleted one, by its full name
  --keep yes             keeps the restored copy of the table
  users                  writes the users and their groups into a file, or creates those of a file that are missing
  --at TIME              the last moment at which everything was right, such as 2026-03-01T10:15:00Z
  --confirm STAGE        the stage's name, for scripts; on a terminal, the command asks for it`;

const commands: Readonly<Record<string, (context: RecoveryContext, operands: readonly string[]) => Promise<number>>> = {
  prefix: recoverPrefix,
  table: recoverTable,
  users: recoverUsers,
};

async function run(argv: readonly string[]): Promise<number> {
  const { stage, operands, assembly, values } = readStageCommand(argv, usage, ...options);
  const [what = '', ...rest] = operands;
  const command = commands[what];
  if (!command) throw new Failure(usage, 2);
  checkConfirmed(stage, values.confirm, 'Nothing was changed.');
  const stacks = readStacks(assembly);
  const account = await accountOf(stacks[0]?.region ?? '');
  const say = (line: string) => console.log(line);
  say(`The stage '${stage}' in account ${account}.`);
  return command({ stage, stacks, cfn: cloudFormation(), values, usage, say }, rest);
}

main(() => run(process.argv.slice(2)));
