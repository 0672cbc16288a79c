import type { Kernel } from '../../kernel/kernel';
import { type Demand, type Principal, ServiceError } from '../../kernel/service';
import { Keys } from './keys';

/** The use of a customer's key by a service for its caller. */
export interface KeyUse {
  readonly principal: Principal;
  readonly region: string;
  /** The service that uses the key. It is the first label of `kms:ViaService`, such as `dynamodb`. */
  readonly via: string;
  /** A key id, key ARN, alias or alias ARN. AWS's own key, which all callers may use, if absent or `alias/aws/…`. */
  readonly key: string | undefined;
  readonly actions: readonly ('kms:Decrypt' | 'kms:Encrypt' | 'kms:GenerateDataKey')[];
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

/**
 * Checks that the caller may use a service's key, as AWS does before it reads or writes encrypted data. Nothing is
 * encrypted. Throws `errorName`, by default `AccessDeniedException`, if IAM or the key's policy does not allow it, and
 * `NotFoundException` for an unknown key.
 */
export function authorizeKeyUse(kernel: Kernel, use: KeyUse, errorName = 'AccessDeniedException'): void {
  if (!use.key || use.key.includes('alias/aws/')) return;
  const resource = new Keys(kernel).find(use.key, use.region).arn;
  const encryptionContext = use.encryptionContext ?? {};
  const context = {
    'kms:ViaService': `${use.via}.${use.region}.amazonaws.com`,
    ...encryptionContextKeys(encryptionContext),
    'kms:CallerAccount': kernel.accountId,
  };
  authorize(
    kernel,
    use.principal,
    use.region,
    use.actions.map((action) => ({ action, resource, context })),
    errorName,
  );
}

/** Returns the condition keys by which policies refer to an encryption context. */
export function encryptionContextKeys(context: Readonly<Record<string, string>>): NonNullable<Demand['context']> {
  const pairs = Object.entries(context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value] as const);
  return { ...Object.fromEntries(pairs), 'kms:EncryptionContextKeys': Object.keys(context) };
}

/** Like {@link Kernel.authorize}, with the error's name chosen by the service. */
export function authorize(
  kernel: Kernel,
  principal: Principal,
  region: string,
  demands: readonly Demand[],
  errorName: string,
): void {
  try {
    kernel.authorize(principal, region, demands);
  } catch (error) {
    if (error instanceof ServiceError && error.name.startsWith('AccessDenied')) {
      throw new ServiceError(errorName, error.message, 400);
    }
    throw error;
  }
}
