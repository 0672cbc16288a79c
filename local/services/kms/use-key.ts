import type { Kernel } from '../../kernel/kernel';
import { type Demand, type Principal, ServiceError } from '../../kernel/service';
import { Keys } from './keys';

/** How a service uses a customer's key on behalf of its caller. */
export interface KeyUse {
  readonly principal: Principal;
  readonly region: string;
  /** The service that asks; the first label of `kms:ViaService`, such as `dynamodb`. */
  readonly via: string;
  /** Key id, key ARN, alias or alias ARN; nothing, and `alias/aws/…`, stand for AWS's own key, which all may use. */
  readonly key: string | undefined;
  readonly actions: readonly ('kms:Decrypt' | 'kms:Encrypt' | 'kms:GenerateDataKey')[];
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

/**
 * Checks that the caller may use a service's key, as AWS does before it touches encrypted data. Nothing is encrypted.
 * Throws `errorName`, by default `AccessDeniedException`, when IAM or the key's policy says no, and
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

/** The condition keys by which policies see an encryption context. */
export function encryptionContextKeys(context: Readonly<Record<string, string>>): NonNullable<Demand['context']> {
  const pairs = Object.entries(context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value] as const);
  return { ...Object.fromEntries(pairs), 'kms:EncryptionContextKeys': Object.keys(context) };
}

/** {@link Kernel.authorize}, with the error's name as the service at hand would give it. */
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
