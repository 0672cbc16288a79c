import { createInterface } from 'node:readline/promises';
import { accountOf } from '../account';
import { readStageArguments } from '../arguments';
import { type AssemblyStack, readStacks } from '../assembly';
import { Failure, main } from '../failure';
import { cloudFormation } from './cloudformation.client';
import { resourceKinds } from './kinds';
import { isEmpty, list, notTouched } from './report';
import { type Survey, survey } from './survey';
import { teardown } from './teardown';

const usage = `Usage: npm run teardown -- STAGE [-c KEY=VALUE]... [--confirm STAGE] [--regions REGION,...]

  Deletes a stage with all its data: what is lost is listed first. It can be run again at any point.
  --confirm STAGE   the stage's name, for scripts; a terminal asks for it
  --regions LIST    regions beside those of the assembly, for a stage that was moved`;

async function run(argv: readonly string[]): Promise<number> {
  const { stage, assembly, values } = readStageArguments(argv, usage, 'confirm', 'regions');
  if (values.confirm !== undefined && values.confirm !== stage) {
    throw new Failure(`--confirm is '${values.confirm}', and the stage is '${stage}': nothing was deleted.`, 2);
  }
  const stacks = readStacks(assembly);
  const regions = [...new Set([...stacks.map(({ region }) => region), ...(values.regions?.split(',') ?? [])])];
  const [first = ''] = regions;
  const account = await accountOf(first);
  const cfn = cloudFormation();
  const kinds = resourceKinds();
  const look = () => survey(stage, regions, cfn, kinds);

  const found = await look();
  if (isEmpty(found)) {
    console.log(`Nothing of the stage '${stage}' is left in account ${account} (${regions.join(', ')}).`);
    return 0;
  }
  console.log(`The stage '${stage}' in account ${account} would be lost:\n\n${list(found)}\n`);
  refuseProtected(stage, found, stacks);
  if (values.confirm === undefined) await confirm(stage);

  const say = (line: string) => console.log(line);
  const failures = await teardown(found, { cfn, kinds, assembly: stacks, say });
  // Stacks have left behind what their templates retain: that is known only now.
  const rest = await look();
  failures.push(...(await teardown({ ...rest, stacks: [] }, { cfn, kinds, assembly: stacks, say })));
  const left = await look();
  if (isEmpty(left) && failures.length === 0) {
    console.log(`\nNothing of the stage '${stage}' is left. ${notTouched}`);
    return 0;
  }
  console.error(`\nStill there:\n${list(left)}\n\n${failures.join('\n')}\nRun this again: it goes on here.`);
  return 1;
}

/**
 * By what AWS says, and by the stage's settings: a stage whose protection somebody switched off on the console is still
 * one that its settings protect.
 */
function refuseProtected(stage: string, { protectedBy }: Survey, stacks: readonly AssemblyStack[]): void {
  const bySettings = stacks.some(({ terminationProtection }) => terminationProtection);
  if (protectedBy.length === 0 && !bySettings) return;
  const why = protectedBy.length ? protectedBy.join(', ') : "the stage's settings (protectData)";
  throw new Failure(
    `The stage '${stage}' is protected by ${why}: nothing was deleted. To delete it on purpose, set protectData: false ` +
      'and removalPolicy: DESTROY in its settings, deploy it, and run this again.',
  );
}

async function confirm(stage: string): Promise<void> {
  if (!process.stdin.isTTY) throw new Failure(`Nothing was deleted. Add --confirm ${stage} to delete all of this.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const word = await terminal.question(`This cannot be undone. Type the stage's name to delete all of this: `);
  terminal.close();
  if (word.trim() !== stage) throw new Failure('That is not its name: nothing was deleted.');
}

main(() => run(process.argv.slice(2)));
