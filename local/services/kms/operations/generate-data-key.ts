import { randomBytes } from 'node:crypto';
import type {
  GenerateDataKeyCommandInput,
  GenerateDataKeyCommandOutput,
  GenerateDataKeyWithoutPlaintextCommandInput,
  GenerateDataKeyWithoutPlaintextCommandOutput,
} from '@aws-sdk/client-kms';
import { type Call, ServiceError } from '../../../kernel/service';
import { encrypt } from '../ciphertext';
import { type Kms, usableKey } from './use';

/** Returns the size of a data key in bytes. A request contains it in exactly one of two forms. */
function dataKeyBytes(input: GenerateDataKeyCommandInput): number {
  if ((input.KeySpec === undefined) === (input.NumberOfBytes === undefined)) {
    throw new ServiceError('ValidationException', 'Please specify either number of bytes or key spec.');
  }
  const bytes = input.NumberOfBytes ?? (input.KeySpec === 'AES_128' ? 16 : 32);
  if (bytes < 1 || bytes > 1024) {
    throw new ServiceError('ValidationException', 'NumberOfBytes must be between 1 and 1024');
  }
  return bytes;
}

export function generateDataKey(kms: Kms) {
  return (input: GenerateDataKeyCommandInput, call: Call): Omit<GenerateDataKeyCommandOutput, '$metadata'> => {
    if (input.Recipient) throw new ServiceError('UnsupportedOperationException', 'Nitro enclaves are not supported');
    const bytes = dataKeyBytes(input);
    const key = usableKey(kms, call, 'GenerateDataKey', input.KeyId as string, input.EncryptionContext);
    const plaintext = randomBytes(bytes);
    const blob = encrypt(key.id, key.material, plaintext, input.EncryptionContext);
    return { CiphertextBlob: blob, Plaintext: plaintext, KeyId: key.arn };
  };
}

export function generateDataKeyWithoutPlaintext(kms: Kms) {
  return (
    input: GenerateDataKeyWithoutPlaintextCommandInput,
    call: Call,
  ): Omit<GenerateDataKeyWithoutPlaintextCommandOutput, '$metadata'> => {
    const bytes = dataKeyBytes(input);
    const key = usableKey(kms, call, 'GenerateDataKeyWithoutPlaintext', input.KeyId as string, input.EncryptionContext);
    return {
      CiphertextBlob: encrypt(key.id, key.material, randomBytes(bytes), input.EncryptionContext),
      KeyId: key.arn,
    };
  };
}
