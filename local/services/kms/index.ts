import * as sdk from '@aws-sdk/client-kms';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { Keys } from './keys';
import { decryptOperation } from './operations/decrypt';
import { describeKey, getKeyPolicy, listAliases, listKeys } from './operations/describe';
import { encryptOperation } from './operations/encrypt';
import { generateDataKey, generateDataKeyWithoutPlaintext } from './operations/generate-data-key';
import { reEncrypt } from './operations/re-encrypt';
import { permissions } from './permissions';
import { aliasProvider, keyProvider, replicaKeyProvider } from './resources';

/**
 * KMS: symmetric keys that encrypt (AES-256-GCM with the encryption context) and whose policies are checked. Other
 * services store their data unencrypted, but check the key's policy first; see `use-key.ts`.
 */
export function createKms(kernel: Kernel): LocalService {
  const keys = new Keys(kernel);
  const kms = { kernel, keys };
  return {
    wire: {
      id: 'kms',
      sdk,
      permissions,
      operations: {
        Decrypt: decryptOperation(kms),
        DescribeKey: describeKey(kms),
        Encrypt: encryptOperation(kms),
        GenerateDataKey: generateDataKey(kms),
        GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext(kms),
        GetKeyPolicy: getKeyPolicy(kms),
        ListAliases: listAliases(kms),
        ListKeys: listKeys(kms),
        ReEncrypt: reEncrypt(kms),
      },
    },
    resources: {
      'AWS::KMS::Alias': aliasProvider(keys),
      'AWS::KMS::Key': keyProvider(kernel, keys),
      'AWS::KMS::ReplicaKey': replicaKeyProvider(kernel, keys),
    },
  };
}
