import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ReadOnceSecret } from './read-once-secret.client';

/** HKDF makes a weak secret no stronger. The deployment creates one of 64 characters. */
const minLength = 32;

/** The master secret of content keys. It never changes, since every film's keys are derived from it. */
export class MasterSecret extends ReadOnceSecret<string> {
  constructor(client: SecretsManagerClient, secretArn: string) {
    super(client, secretArn, (text) => {
      if (text.length < minLength) throw new Error('The master secret of content keys is missing or too short');
      return text;
    });
  }
}
