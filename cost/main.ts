import { existsSync } from 'node:fs';
import { readAssembly } from '../checks/assembly';
import { estimate } from './estimate';
import { costOptions, OptionError } from './options';
import { report, reportJson } from './report';
import { placedIn, stageFacts } from './stage';

/**
 * `npm run cost`: prints the monthly cost of a stage. If no assembly is given, `synthesize` creates the cloud assembly of
 * a stage and returns its folder. Returns the exit status; an invalid option causes one line on standard error.
 */
export function run(argv: readonly string[], synthesize: (stage: string) => string): number {
  try {
    const { demand, stage, json, assembly: given } = costOptions(argv);
    if (given && !existsSync(given)) throw new OptionError(`There is no cloud assembly in ${given}.`);
    const assembly = readAssembly(stage, given ?? synthesize(stage));
    const result = estimate(demand, { stage: stageFacts(assembly), placed: placedIn(assembly) });
    console.log(json ? JSON.stringify(reportJson(result, stage)) : report(result, stage));
    return 0;
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    console.error(error.message);
    return 1;
  }
}
