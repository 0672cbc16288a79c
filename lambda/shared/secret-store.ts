/** Stores secret texts. */
export interface SecretStore {
  /** `undefined` while the secret has no value. */
  read(secretArn: string): Promise<string | undefined>;
  /** Repeated writes with the same `token` are one write. */
  write(secretArn: string, value: string, token: string): Promise<void>;
}
