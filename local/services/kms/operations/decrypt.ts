import type { DecryptCommandInput, DecryptCommandOutput } from '@aws-sdk/client-kms';
import { type Call, ServiceError } from '../../../kernel/service';
import { decrypt, keyIdOf } from '../ciphertext';
import { checkAlgorithm, type Kms, usableKey } from './use';

export function decryptOperation(kms: Kms) {
  return (input: DecryptCommandInput, call: Call): Omit<DecryptCommandOutput, '$metadata'> => {
    if (input.Recipient) throw new ServiceError('UnsupportedOperationException', 'Nitro enclaves are not supported');
    const ciphertext = input.CiphertextBlob as Uint8Array;
    const keyId = keyIdOf(ciphertext);
    if (input.KeyId !== undefined && kms.keys.find(input.KeyId, call.region).id !== keyId) {
      throw new ServiceError('IncorrectKeyException', 'The ciphertext was not encrypted with that key');
    }
    const key = usableKey(kms, call, 'Decrypt', input.KeyId ?? keyId, input.EncryptionContext);
    return {
      Plaintext: decrypt(key.material, ciphertext, input.EncryptionContext),
      KeyId: key.arn,
      EncryptionAlgorithm: checkAlgorithm(input.EncryptionAlgorithm),
    };
  };
}
