import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** A secret that is read once per process. A read that fails is not remembered. */
export class ReadOnceSecret<T> {
  private value: Promise<T> | undefined;

  /** @param parse checks and converts the secret's string, which is empty when the secret has no value */
  constructor(
    private readonly client: SecretsManagerClient,
    private readonly secretArn: string,
    private readonly parse: (text: string) => T,
  ) {}

  read(): Promise<T> {
    this.value ??= this.fetch().catch((error: unknown) => {
      this.value = undefined;
      throw error;
    });
    return this.value;
  }

  private async fetch(): Promise<T> {
    const { SecretString = '' } = await this.client.send(new GetSecretValueCommand({ SecretId: this.secretArn }));
    return this.parse(SecretString);
  }
}
