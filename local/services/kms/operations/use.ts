import type { Kernel } from '../../../kernel/kernel';
import { type Call, ServiceError } from '../../../kernel/service';
import type { EncryptionContext } from '../ciphertext';
import type { Key, Keys } from '../keys';
import { authorize, encryptionContextKeys } from '../use-key';

/** The parts that the operations on keys use. */
export interface Kms {
  readonly kernel: Kernel;
  readonly keys: Keys;
}

/**
 * Returns the key that a call names, if its policies allow the action. IAM decides on the key's ARN, which is known
 * only after aliases and ciphertexts have been resolved. Throws `DisabledException`, `NotFoundException`,
 * `AccessDeniedException`.
 */
export function allowedKey(
  { kernel, keys }: Kms,
  call: Call,
  action: string,
  reference: string,
  context: EncryptionContext = {},
): Key {
  const key = keys.find(reference, call.region);
  const conditions = {
    ...encryptionContextKeys(context),
    'kms:CallerAccount': kernel.accountId,
    ...(reference.includes('alias/') && { 'kms:RequestAlias': reference.slice(reference.indexOf('alias/')) }),
  };
  authorize(
    kernel,
    call.principal,
    call.region,
    [{ action: `kms:${action}`, resource: key.arn, context: conditions }],
    'AccessDeniedException',
  );
  return key;
}

/** Like {@link allowedKey}, but throws for keys that are not enabled. */
export function usableKey(kms: Kms, call: Call, action: string, reference: string, context?: EncryptionContext): Key {
  const key = allowedKey(kms, call, action, reference, context);
  if (!key.enabled) throw new ServiceError('DisabledException', `${key.arn} is disabled.`);
  return key;
}

/** The only algorithm of symmetric keys. Throws `InvalidKeyUsageException` for others. */
export function checkAlgorithm(algorithm: string | undefined): 'SYMMETRIC_DEFAULT' {
  if (algorithm === undefined || algorithm === 'SYMMETRIC_DEFAULT') return 'SYMMETRIC_DEFAULT';
  throw new ServiceError('InvalidKeyUsageException', `A symmetric key does not support the algorithm ${algorithm}`);
}
