import type { EncryptCommandInput, EncryptCommandOutput } from '@aws-sdk/client-kms';
import { type Call, ServiceError } from '../../../kernel/service';
import { encrypt } from '../ciphertext';
import { checkAlgorithm, type Kms, usableKey } from './use';

/** The maximum number of bytes that a key encrypts directly (KMS API reference, Encrypt). */
const maxPlaintext = 4096;

export function encryptOperation(kms: Kms) {
  return (input: EncryptCommandInput, call: Call): Omit<EncryptCommandOutput, '$metadata'> => {
    const plaintext = input.Plaintext as Uint8Array;
    if (plaintext.length === 0 || plaintext.length > maxPlaintext) {
      throw new ServiceError('ValidationException', `Plaintext must have 1 to ${maxPlaintext} bytes`);
    }
    const key = usableKey(kms, call, 'Encrypt', input.KeyId as string, input.EncryptionContext);
    return {
      CiphertextBlob: encrypt(key.id, key.material, plaintext, input.EncryptionContext),
      KeyId: key.arn,
      EncryptionAlgorithm: checkAlgorithm(input.EncryptionAlgorithm),
    };
  };
}
