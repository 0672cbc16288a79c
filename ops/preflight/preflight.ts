import type { AssemblyStack } from '../assembly';
import { table } from '../table';
import type { Account } from './account';
import { dashboard } from './checks/dashboard';
import { bootstrap, concurrency, resourceTypes } from './checks/deployment';
import { cloudFront, encoder, personalize } from './checks/quotas';
import { domainPrefix, mail } from './checks/sign-in';
import type { Verdict } from './verdict';

const checks = [bootstrap, resourceTypes, concurrency, domainPrefix, mail, encoder, cloudFront, personalize, dashboard];

/** Runs all checks of a stage's assembly against an account, in parallel. */
export function preflight(stacks: readonly AssemblyStack[], account: Account): Promise<Verdict[]> {
  return Promise.all(checks.flatMap((check) => check(stacks, account)));
}

export function report(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ state, check, region, found, todo }) => [
    ...[state, check, region],
    todo === undefined ? found : `${found}. ${todo.charAt(0).toUpperCase()}${todo.slice(1)}`,
  ]);
  const count = (state: Verdict['state']) => verdicts.filter((one) => one.state === state).length;
  return `${table(rows)}\n\n${count('ok')} ok, ${count('problem')} problems, ${count('unknown')} unknown`;
}
