import { type AssemblyStack, resourcesOf } from '../../assembly';
import type { Account } from '../account';
import { judge, ok, problem, unknown, type Verdict } from '../verdict';

/** The prefix of the managed login's domain must be unique among all accounts of a region. */
export function domainPrefix(stacks: readonly AssemblyStack[], account: Account): Promise<Verdict>[] {
  return resourcesOf(stacks, 'AWS::Cognito::UserPoolDomain').map(({ stack, properties }) =>
    judge('sign-in domain', stack.region, async () => {
      const { Domain: domain } = properties;
      if (typeof domain !== 'string') return ok('it is derived from the id of the stack, so it is unique');
      const pool = await account.domainPool(stack.region, domain);
      if (pool === undefined) {
        return unknown(
          `'${domain}' does not belong to a pool of this account`,
          'another account may own it; in that case, the deployment fails',
        );
      }
      const [own] = await account.stacks(stack.region, [stack.name]);
      if (own) return ok(`'${domain}' belongs to the pool ${pool}, and the stage is deployed`);
      return problem(`'${domain}' belongs to the pool ${pool} of this account`, 'set another signIn.domainPrefix');
    }),
  );
}

/** Cognito's own sender sends about 50 mails a day. A stage with SES needs an identity that may send to all addresses. */
export function mail(stacks: readonly AssemblyStack[], account: Account): Promise<Verdict>[] {
  return resourcesOf(stacks, 'AWS::Cognito::UserPool').flatMap(({ stack, properties }) => {
    const { SourceArn, EmailSendingAccount } = properties.EmailConfiguration ?? {};
    if (EmailSendingAccount !== 'DEVELOPER' && SourceArn === undefined) {
      const invited = properties.AdminCreateUserConfig?.AllowAdminCreateUserOnly === true;
      const found = invited ? "Cognito's own sender, for invitations" : "Cognito's own sender: about 50 mails a day";
      return [judge('mail', stack.region, async () => ok(found))];
    }
    const { region, identity } = identityOf(SourceArn, stack.region);
    const todo = `verify it in SES, region ${region}`;
    return [
      judge('SES identity', region, async () => {
        if (identity === undefined) return unknown('the template computes it');
        const isVerified = await account.isVerified(region, identity);
        if (isVerified === undefined) return problem(`the identity '${identity}' does not exist`, todo);
        return isVerified ? ok(`'${identity}' is verified`) : problem(`'${identity}' is not verified`, todo);
      }),
      judge('SES sandbox', region, async () =>
        (await account.isOutOfSandbox(region))
          ? ok('mail can be sent to all addresses')
          : problem('mail can be sent to verified addresses only', 'request production access in SES'),
      ),
    ];
  });
}

/** From `arn:aws:ses:{region}:{account}:identity/{identity}`, whose account is an intrinsic function in a template. */
function identityOf(arn: unknown, otherwise: string): { region: string; identity?: string } {
  const [, parts] = (arn as { 'Fn::Join'?: [string, unknown[]] })?.['Fn::Join'] ?? [];
  const text =
    typeof arn === 'string' ? arn : (parts ?? []).map((part) => (typeof part === 'string' ? part : '*')).join('');
  const [, region = otherwise, identity] = /:ses:([\w-]*):[^:]*:identity\/(.+)$/.exec(text) ?? [];
  return { region: region || otherwise, identity };
}
