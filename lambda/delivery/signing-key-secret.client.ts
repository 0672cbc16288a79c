import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ReadOnceSecret } from '../shared/read-once-secret.client';

/** The private key of playback sessions. It changes only together with the public key's id, which is in the environment. */
export class PrivateKeySecret extends ReadOnceSecret<KeyObject> {
  constructor(client: SecretsManagerClient, secretArn: string) {
    super(client, secretArn, (text) => {
      if (!text.includes('PRIVATE KEY')) throw new Error('The secret does not contain a private key');
      return createPrivateKey(text);
    });
  }
}
