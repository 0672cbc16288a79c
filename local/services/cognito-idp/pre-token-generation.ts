import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Client, Pool } from './pools';
import type { User } from './users';

/** The event for which tokens are made. */
export type TokenTrigger = 'Authentication' | 'HostedAuth' | 'NewPasswordChallenge' | 'RefreshTokens';

interface ClaimChanges {
  readonly set: Readonly<Record<string, unknown>>;
  readonly suppress: readonly string[];
}

/** The changes to the tokens that a trigger requests. */
export interface TokenChanges {
  readonly access: ClaimChanges;
  readonly id: ClaimChanges;
  readonly groups?: readonly string[];
  readonly scopesToAdd: readonly string[];
  readonly scopesToSuppress: readonly string[];
}

/**
 * Claims that a trigger cannot change.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
const fixedClaims = [
  ...['acr', 'amr', 'at_hash', 'auth_time', 'azp', 'exp', 'iat', 'iss', 'jti', 'nbf', 'nonce', 'origin_jti', 'sub'],
  ...['token_use', 'event_id', 'client_id', 'username', 'scope', 'aud', 'cognito:username', 'cognito:groups'],
];

const none: ClaimChanges = { set: {}, suppress: [] };
const nothing: TokenChanges = { access: none, id: none, scopesToAdd: [], scopesToSuppress: [] };

interface RawChanges {
  readonly claimsToAddOrOverride?: Readonly<Record<string, unknown>> | null;
  readonly claimsToSuppress?: readonly string[] | null;
  readonly scopesToAdd?: readonly string[] | null;
  readonly scopesToSuppress?: readonly string[] | null;
}

interface RawGroups {
  readonly groupsToOverride?: readonly string[] | null;
}

interface RawResponse {
  /** Version 1 */
  readonly claimsOverrideDetails?: (RawChanges & { readonly groupOverrideDetails?: RawGroups | null }) | null;
  /** Versions 2 and 3 */
  readonly claimsAndScopeOverrideDetails?: {
    readonly idTokenGeneration?: RawChanges | null;
    readonly accessTokenGeneration?: RawChanges | null;
    readonly groupOverrideDetails?: RawGroups | null;
  } | null;
}

function claimChanges(raw: RawChanges | null | undefined): ClaimChanges {
  const set = Object.entries(raw?.claimsToAddOrOverride ?? {}).filter(([name]) => !fixedClaims.includes(name));
  const suppress = (raw?.claimsToSuppress ?? []).filter((name) => !fixedClaims.includes(name));
  return { set: Object.fromEntries(set), suppress };
}

/** Invokes the pool's trigger, if it has one. Throws `UserLambdaValidationException` if the function fails. */
export async function runPreTokenGeneration(
  kernel: Kernel,
  pool: Pool,
  client: Client,
  user: User,
  trigger: TokenTrigger,
  scopes: readonly string[],
): Promise<TokenChanges> {
  if (!pool.preTokenGeneration) return nothing;
  const { functionArn, version } = pool.preTokenGeneration;
  const event = {
    version: version.slice(1, 2),
    triggerSource: `TokenGeneration_${trigger}`,
    region: pool.region,
    userPoolId: pool.id,
    userName: user.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: client.id },
    request: {
      userAttributes: { ...user.attributes, 'cognito:user_status': user.status },
      groupConfiguration: { groupsToOverride: user.groups, iamRolesToOverride: [], preferredRole: null },
      ...(version !== 'V1_0' && { scopes }),
    },
    response: version === 'V1_0' ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
  };
  const { response } = await invoke(kernel, pool, functionArn, event);
  const second = response?.claimsAndScopeOverrideDetails;
  if (version !== 'V1_0') {
    return {
      id: claimChanges(second?.idTokenGeneration),
      access: claimChanges(second?.accessTokenGeneration),
      groups: second?.groupOverrideDetails?.groupsToOverride ?? undefined,
      scopesToAdd: second?.accessTokenGeneration?.scopesToAdd ?? [],
      scopesToSuppress: second?.accessTokenGeneration?.scopesToSuppress ?? [],
    };
  }
  const first = response?.claimsOverrideDetails;
  return { ...nothing, id: claimChanges(first), groups: first?.groupOverrideDetails?.groupsToOverride ?? undefined };
}

async function invoke(kernel: Kernel, pool: Pool, FunctionName: string, event: unknown) {
  const { accountId } = kernel;
  const invocation = kernel.call<{ FunctionError?: string; Payload?: Uint8Array }>({
    service: 'lambda',
    operation: 'Invoke',
    region: pool.region,
    principal: { kind: 'service', accountId, service: 'cognito-idp.amazonaws.com', sourceArn: pool.arn },
    input: { FunctionName, Payload: Buffer.from(JSON.stringify(event)) },
    fallible: true,
  });
  const { FunctionError, Payload } = await invocation.catch((error: Error) => {
    kernel.log('cognito-idp', `PreTokenGeneration of ${pool.id}: ${error.message}`);
    const message = `PreTokenGeneration invocation failed due to error ${error.name}.`;
    throw new ServiceError('UnexpectedLambdaException', message);
  });
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError) {
    const { errorMessage } = JSON.parse(text || '{}') as { errorMessage?: string };
    throw new ServiceError(
      'UserLambdaValidationException',
      `PreTokenGeneration failed with error ${errorMessage ?? FunctionError}.`,
    );
  }
  const answer: unknown = JSON.parse(text || 'null');
  if (typeof answer !== 'object' || answer === null) {
    throw new ServiceError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  }
  return answer as { response?: RawResponse };
}
