import { accountOf, credentialsFailure } from '../account';
import { readStageArguments } from '../arguments';
import { readStacks } from '../assembly';
import { main } from '../failure';
import { awsAccount } from './account.client';
import { costLine } from './idle-cost';
import { preflight, report } from './preflight';

const usage = `Usage: npm run preflight -- STAGE [-c KEY=VALUE]...

  Checks whether the stage can be deployed with the current AWS credentials. It changes nothing.
  Exit status: 0 no problems, 1 problems found, 2 invalid command line.`;

async function run(argv: readonly string[]): Promise<number> {
  const { stage, assembly } = readStageArguments(argv, usage);
  const stacks = readStacks(assembly);
  const [{ region } = { region: 'us-east-1' }] = stacks;
  const account = await accountOf(region);
  console.log(`The stage '${stage}', for account ${account}:\n`);
  const verdicts = await preflight(stacks, awsAccount(account)).catch((error: Error) => {
    throw credentialsFailure(error, region);
  });
  console.log(`${report(verdicts)}\n\n${costLine(stacks)}`);
  return verdicts.some(({ state }) => state === 'problem') ? 1 : 0;
}

main(() => run(process.argv.slice(2)));
