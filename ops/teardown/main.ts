import { accountOf } from '../account';
import { readStageArguments } from '../arguments';
import { type AssemblyStack, readStacks } from '../assembly';
import { checkConfirmed, confirm } from '../confirm';
import { Failure, main } from '../failure';
import { cloudFormation } from './cloudformation.client';
import { resourceKinds } from './kinds';
import { isEmpty, list, notTouched } from './report';
import { type Survey, survey } from './survey';
import { teardown } from './teardown';

const usage = `Usage: npm run teardown -- STAGE [-c KEY=VALUE]... [--confirm STAGE] [--regions REGION,...]

  Deletes a stage with all its data. It first lists everything that will be lost, and can be run again at any point.
  --confirm STAGE   the stage's name, for scripts; on a terminal, the command asks for it
  --regions LIST    further regions, for a stage that was moved to other regions`;

const nothing = 'Nothing was deleted.';

async function run(argv: readonly string[]): Promise<number> {
  const { stage, assembly, values } = readStageArguments(argv, usage, 'confirm', 'regions');
  checkConfirmed(stage, values.confirm, nothing);
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
  console.log(`The stage '${stage}' in account ${account} will be deleted:\n\n${list(found)}\n`);
  refuseProtected(stage, found, stacks);
  if (values.confirm === undefined) await confirm(stage, { nothing, deed: 'delete all of this' });

  const say = (line: string) => console.log(line);
  const failures = await teardown(found, { cfn, kinds, assembly: stacks, say });
  // Deleted stacks leave behind the resources that their templates retain. These are known only now.
  const rest = await look();
  failures.push(...(await teardown({ ...rest, stacks: [] }, { cfn, kinds, assembly: stacks, say })));
  const left = await look();
  if (isEmpty(left) && failures.length === 0) {
    console.log(`\nNothing of the stage '${stage}' is left. ${notTouched}`);
    return 0;
  }
  console.error(`\nNot deleted:\n${list(left)}\n\n${failures.join('\n')}\nRun this command again to continue.`);
  return 1;
}

/**
 * Refuses a stage that is protected on AWS or by its settings. The settings count because the protection may have been
 * switched off on the console.
 */
function refuseProtected(stage: string, { protectedBy }: Survey, stacks: readonly AssemblyStack[]): void {
  const bySettings = stacks.some(({ terminationProtection }) => terminationProtection);
  if (protectedBy.length === 0 && !bySettings) return;
  const why = protectedBy.length ? protectedBy.join(', ') : "the stage's settings (protectData)";
  throw new Failure(
    `The stage '${stage}' is protected by ${why}. Nothing was deleted. To delete it on purpose, set protectData: false ` +
      'and removalPolicy: DESTROY in its settings, deploy it, and run this again.',
  );
}

main(() => run(process.argv.slice(2)));
