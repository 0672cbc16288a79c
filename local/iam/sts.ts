import type {
  AssumeRoleCommandInput,
  AssumeRoleCommandOutput,
  GetCallerIdentityCommandOutput,
} from '@aws-sdk/client-sts';
import * as sdk from '@aws-sdk/client-sts';
import type { Kernel } from '../kernel/kernel';
import { type Call, ServiceError, type WireService } from '../kernel/service';
import { principalArn, roleId } from './principal';
import type { Roles } from './roles';
import type { Sessions } from './sessions';
import { permissions } from './sts-permissions';

type Output<T> = Omit<T, '$metadata'>;

/** Session lengths in seconds: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const shortest = 900;
const chainedMaximum = 3600;

/** The Security Token Service: who am I, and let me be that role. */
export function createSts(kernel: Kernel, roles: Roles, sessions: Sessions): WireService {
  return {
    id: 'sts',
    sdk,
    permissions,
    operations: {
      GetCallerIdentity: (_input: unknown, { principal, accountId }: Call): Output<GetCallerIdentityCommandOutput> => {
        if (principal.kind === 'anonymous') {
          throw new ServiceError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
        }
        const id = principal.kind === 'role' ? `${roleId(principal.roleArn)}:${principal.sessionName}` : accountId;
        return { UserId: id, Account: accountId, Arn: principalArn(principal) };
      },

      AssumeRole: (input: AssumeRoleCommandInput, { principal }: Call): Output<AssumeRoleCommandOutput> => {
        const { RoleArn: roleArn = '', RoleSessionName: sessionName = '', DurationSeconds: seconds = 3600 } = input;
        refuseNarrowing(input);
        if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
          throw new ServiceError('ValidationError', `'${sessionName}' is not a valid value of roleSessionName`);
        }
        // The trust policy was evaluated before, so the role exists.
        const roleMaximum = roles.get(roleArn)?.maxSessionSeconds ?? chainedMaximum;
        const maximum = principal.kind === 'role' ? Math.min(roleMaximum, chainedMaximum) : roleMaximum;
        if (seconds < shortest || seconds > maximum) {
          throw new ServiceError(
            'ValidationError',
            `The requested DurationSeconds exceeds the limits of ${shortest} and ${maximum} seconds for this role.`,
          );
        }
        const expiresAt = kernel.now() + seconds * 1000;
        const { accessKeyId, secretAccessKey, sessionToken } = sessions.temporary({ roleArn, sessionName, expiresAt });
        const assumed = { kind: 'role', accountId: kernel.accountId, roleArn, sessionName } as const;
        return {
          Credentials: {
            AccessKeyId: accessKeyId,
            SecretAccessKey: secretAccessKey,
            SessionToken: sessionToken,
            Expiration: new Date(expiresAt),
          },
          AssumedRoleUser: { AssumedRoleId: `${roleId(roleArn)}:${sessionName}`, Arn: principalArn(assumed) },
        };
      },
    },
  };
}

/** A session that is given less than its role would be let do more here than at AWS. */
function refuseNarrowing(input: AssumeRoleCommandInput): void {
  for (const member of ['Policy', 'PolicyArns', 'Tags', 'TransitiveTagKeys', 'SerialNumber'] as const) {
    if (input[member]?.length) {
      throw new ServiceError('ValidationError', `This runtime does not do AssumeRole with ${member}`);
    }
  }
}
