import type {
  DescribeKeyCommandInput,
  DescribeKeyCommandOutput,
  GetKeyPolicyCommandInput,
  GetKeyPolicyCommandOutput,
  ListAliasesCommandOutput,
  ListKeysCommandOutput,
} from '@aws-sdk/client-kms';
import type { Call } from '../../../kernel/service';
import { allowedKey, type Kms } from './use';

export function describeKey(kms: Kms) {
  return (input: DescribeKeyCommandInput, call: Call): Omit<DescribeKeyCommandOutput, '$metadata'> => {
    const key = allowedKey(kms, call, 'DescribeKey', input.KeyId as string);
    return {
      KeyMetadata: {
        AWSAccountId: kms.kernel.accountId,
        KeyId: key.id,
        Arn: key.arn,
        CreationDate: new Date(key.createdAt),
        Enabled: key.enabled,
        Description: key.description,
        KeyUsage: 'ENCRYPT_DECRYPT',
        KeyState: key.enabled ? 'Enabled' : 'Disabled',
        Origin: 'AWS_KMS',
        KeyManager: 'CUSTOMER',
        CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
        KeySpec: 'SYMMETRIC_DEFAULT',
        EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
        MultiRegion: key.multiRegion,
      },
    };
  };
}

export function getKeyPolicy(kms: Kms) {
  return (input: GetKeyPolicyCommandInput, call: Call): Omit<GetKeyPolicyCommandOutput, '$metadata'> => {
    const key = allowedKey(kms, call, 'GetKeyPolicy', input.KeyId as string);
    return { Policy: JSON.stringify(key.policy), PolicyName: 'default' };
  };
}

export function listAliases(kms: Kms) {
  return (_input: unknown, call: Call): Omit<ListAliasesCommandOutput, '$metadata'> => ({
    Truncated: false,
    Aliases: kms.keys.listAliases(call.region).map(({ name, keyId }) => ({
      AliasName: name,
      AliasArn: `arn:aws:kms:${call.region}:${call.accountId}:${name}`,
      TargetKeyId: keyId.slice(keyId.lastIndexOf('/') + 1),
    })),
  });
}

export function listKeys(kms: Kms) {
  return (_input: unknown, call: Call): Omit<ListKeysCommandOutput, '$metadata'> => ({
    Truncated: false,
    Keys: kms.keys.listKeys(call.region).map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })),
  });
}
