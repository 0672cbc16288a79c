/** A user as Cognito can give it away: everything but passwords, the secrets of authenticator apps, and devices. */
export interface ExportedUser {
  /** The user's id in all records. Cognito makes it, and it cannot be set. */
  readonly sub: string;
  /** All other attributes by name. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly status: string;
  readonly enabled: boolean;
  readonly groups: readonly string[];
}

export interface UsersFile {
  readonly format: 'omnistream-users-1';
  readonly stage: string;
  readonly userPoolId: string;
  /** ISO time. */
  readonly exportedAt: string;
  readonly users: readonly ExportedUser[];
}

/** The operations on a user pool that export and import use. */
export interface Directory {
  users(): Promise<readonly ExportedUser[]>;
  /** `undefined` if no user has this address. */
  find(email: string): Promise<Pick<ExportedUser, 'sub' | 'status' | 'groups'> | undefined>;
  /** Creates a user without a message. Returns its new `sub`. */
  create(email: string, attributes: ExportedUser['attributes']): Promise<string>;
  /** Sets a random permanent password. The user then chooses another by "Forgot your password?". */
  lockPassword(email: string): Promise<void>;
  addToGroup(email: string, group: string): Promise<void>;
  disable(email: string): Promise<void>;
}
