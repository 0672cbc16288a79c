import type { ReEncryptCommandInput, ReEncryptCommandOutput } from '@aws-sdk/client-kms';
import { type Call, ServiceError } from '../../../kernel/service';
import { decrypt, encrypt, keyIdOf } from '../ciphertext';
import { checkAlgorithm, type Kms, usableKey } from './use';

export function reEncrypt(kms: Kms) {
  return (input: ReEncryptCommandInput, call: Call): Omit<ReEncryptCommandOutput, '$metadata'> => {
    const ciphertext = input.CiphertextBlob as Uint8Array;
    const keyId = keyIdOf(ciphertext);
    if (input.SourceKeyId !== undefined && kms.keys.find(input.SourceKeyId, call.region).id !== keyId) {
      throw new ServiceError('IncorrectKeyException', 'The ciphertext was not encrypted with that key');
    }
    const source = usableKey(kms, call, 'ReEncryptFrom', keyId, input.SourceEncryptionContext);
    const target = usableKey(
      kms,
      call,
      'ReEncryptTo',
      input.DestinationKeyId as string,
      input.DestinationEncryptionContext,
    );
    const plaintext = decrypt(source.material, ciphertext, input.SourceEncryptionContext);
    return {
      CiphertextBlob: encrypt(target.id, target.material, plaintext, input.DestinationEncryptionContext),
      SourceKeyId: source.arn,
      KeyId: target.arn,
      SourceEncryptionAlgorithm: checkAlgorithm(input.SourceEncryptionAlgorithm),
      DestinationEncryptionAlgorithm: checkAlgorithm(input.DestinationEncryptionAlgorithm),
    };
  };
}
