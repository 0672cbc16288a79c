import { type AssemblyStack, resourcesOf } from '../../assembly';
import type { Account } from '../account';
import { judge, ok, problem, type Verdict } from '../verdict';

/** A dashboard needs an account with a QuickSight subscription, and an existing principal that owns it. */
export function dashboard(stacks: readonly AssemblyStack[], account: Account): Promise<Verdict>[] {
  const [first] = resourcesOf(stacks, 'AWS::QuickSight::Dashboard');
  if (!first) return [];
  const { region } = first.stack;
  const principals = [
    ...new Set<string>((first.properties.Permissions ?? []).map((one: { Principal: string }) => one.Principal)),
  ];
  return [
    judge('QuickSight', region, async () => {
      const edition = await account.quickSightEdition(region);
      const todo = `sign up for QuickSight's Enterprise edition in ${region}`;
      if (edition === undefined) return problem('the account has not signed up', todo);
      return edition.startsWith('ENTERPRISE') ? ok(edition) : problem(`the edition is ${edition}`, todo);
    }),
    ...principals.map((arn) =>
      judge('QuickSight principal', region, async () => {
        const ownAccount = arn.split(':')[4];
        const todo = 'set quickSightPrincipal to a user or group that exists';
        if (ownAccount !== account.id) return problem(`${arn} does not belong to the account ${account.id}`, todo);
        return (await account.hasQuickSightPrincipal(arn)) ? ok(arn) : problem(`${arn} does not exist`, todo);
      }),
    ),
  ];
}
