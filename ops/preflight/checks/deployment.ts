import type { AssemblyStack } from '../../assembly';
import type { Account } from '../account';
import { type Finding, judge, ok, problem, type Verdict } from '../verdict';

/** Each region needs its own bootstrap stack. Without it, the first stack of the region fails after others were deployed. */
export function bootstrap(stacks: readonly AssemblyStack[], account: Account): Promise<Verdict>[] {
  return regionsOf(stacks).map((region) =>
    judge('bootstrap', region, async () => {
      const wanted = stacks.filter((one) => one.region === region).flatMap((one) => one.bootstrap ?? []);
      const version = Math.max(0, ...wanted.map((one) => one.version));
      const parameter = wanted[0]?.parameter;
      if (!parameter) return ok('no stack in this region needs it');
      const todo = `npx cdk bootstrap aws://${account.id}/${region}`;
      const found = Number(await account.parameter(region, parameter));
      if (Number.isNaN(found)) return problem('the region is not bootstrapped', todo);
      return found < version ? problem(`version is ${found}, but ${version} is needed`, todo) : ok(`version ${found}`);
    }),
  );
}

/** Not every region has every service. */
export function resourceTypes(stacks: readonly AssemblyStack[], account: Account): Promise<Verdict>[] {
  return regionsOf(stacks).map((region) =>
    judge('resource types', region, async () => {
      const here = stacks.filter((one) => one.region === region);
      const all = here.flatMap((one) => Object.values(one.resources).map(({ Type }) => Type));
      // Custom resources are functions of the app, and `AWS::CDK::Metadata` is not a real resource.
      const types = [...new Set(all)]
        .filter((type) => type.startsWith('AWS::') && type !== 'AWS::CDK::Metadata')
        .sort();
      const missing: string[] = [];
      for (const type of types) if (!(await account.hasType(region, type))) missing.push(type);
      if (missing.length === 0) return ok(`all ${types.length} are available`);
      return problem(`not in this region: ${missing.join(', ')}`, 'choose another region for the stage');
    }),
  );
}

/** New accounts may run ten functions at the same time. One page load makes more requests than that. */
const concurrencyNeeded = 100;

export function concurrency(stacks: readonly AssemblyStack[], account: Account): Promise<Verdict>[] {
  const withFunctions = stacks.filter((stack) => ofType(stack, 'AWS::Lambda::Function').length > 0);
  return regionsOf(withFunctions).map((region) =>
    judge('Lambda concurrency', region, async (): Promise<Finding> => {
      const functions = withFunctions
        .filter((one) => one.region === region)
        .flatMap((one) => ofType(one, 'AWS::Lambda::Function'));
      const reserved = functions.reduce(
        (sum, one) => sum + Number(one.Properties?.ReservedConcurrentExecutions ?? 0),
        0,
      );
      const { limit, unreserved } = await account.concurrency(region);
      const todo = "request 1,000 'Concurrent executions' (Service Quotas, AWS Lambda, L-B99A9384)";
      // Lambda keeps 100 for functions that reserve none.
      if (reserved > 0 && unreserved - reserved < 100) {
        return problem(`${unreserved} are unreserved, and the stage reserves ${reserved} of them`, todo);
      }
      return limit < concurrencyNeeded
        ? problem(`the limit is ${limit}, so viewers would be throttled`, todo)
        : ok(`the limit is ${limit}`);
    }),
  );
}

const regionsOf = (stacks: readonly AssemblyStack[]) => [...new Set(stacks.map(({ region }) => region))];

const ofType = ({ resources }: AssemblyStack, type: string) =>
  Object.values(resources).filter(({ Type }) => Type === type);
