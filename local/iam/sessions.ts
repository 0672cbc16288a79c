import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Credentials, Holder, Kernel } from '../kernel/kernel';
import { ServiceError } from '../kernel/service';
import type { Store } from '../kernel/store';
import { base32, type OwnerKeys } from './owner-keys';

interface Session {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Milliseconds since 1970; a function's or a workflow's session has no end. */
  readonly expiresAt?: number;
}

/** How long an ended session is still known, so that its holder learns that it has expired. */
const remembered = 24 * 3600_000;

/** Credentials of roles. Their secrets follow from one local secret, so they hold across restarts. */
export class Sessions {
  private readonly sessions: Store<Session>;
  private readonly secret: Buffer;

  constructor(
    private readonly kernel: Kernel,
    private readonly owner?: OwnerKeys,
  ) {
    this.sessions = kernel.store<Session>('iam', 'sessions');
    this.secret = localSecret(kernel.folder('iam'));
  }

  /** Forgets sessions that ended long ago. */
  sweep(): void {
    for (const [accessKeyId, { expiresAt }] of this.sessions.entries()) {
      if (expiresAt !== undefined && expiresAt + remembered < this.kernel.now()) this.sessions.delete(accessKeyId);
    }
  }

  /** The lasting session of a role under a name: the same keys each time. */
  lasting(roleArn: string, sessionName: string): Credentials {
    const accessKeyId = `ASIA${base32(this.derive(`key/${roleArn}/${sessionName}`))}`;
    if (!this.sessions.get(accessKeyId)) this.sessions.put(accessKeyId, { roleArn, sessionName });
    return this.credentials(accessKeyId);
  }

  /** A new session that ends. */
  temporary(session: Required<Session>): Credentials {
    const accessKeyId = `ASIA${base32(randomBytes(16))}`;
    this.sessions.put(accessKeyId, session);
    return this.credentials(accessKeyId);
  }

  /** Returns the holder of an access key; `undefined` if the key is unknown. Throws `ExpiredTokenException`. */
  holder(accessKeyId: string): Holder | undefined {
    const { accountId } = this.kernel;
    if (this.owner && accessKeyId === this.owner.accessKeyId) {
      return { secretAccessKey: this.owner.secretAccessKey, principal: { kind: 'root', accountId } };
    }
    const session = this.sessions.get(accessKeyId);
    if (!session) return undefined;
    if (session.expiresAt !== undefined && session.expiresAt <= this.kernel.now()) {
      throw new ServiceError('ExpiredTokenException', 'The security token included in the request is expired', 403);
    }
    const { secretAccessKey, sessionToken } = this.credentials(accessKeyId);
    const { roleArn, sessionName } = session;
    return { secretAccessKey, sessionToken, principal: { kind: 'role', accountId, roleArn, sessionName } };
  }

  private credentials(accessKeyId: string): Credentials {
    return {
      accessKeyId,
      secretAccessKey: this.derive(`secret/${accessKeyId}`).toString('base64').slice(0, 40),
      sessionToken: this.derive(`token/${accessKeyId}`).toString('base64'),
    };
  }

  private derive(purpose: string): Buffer {
    return createHmac('sha256', this.secret).update(purpose).digest();
  }
}

function localSecret(folder: string): Buffer {
  const path = join(folder, 'secret');
  if (!existsSync(path)) {
    writeFileSync(`${path}.new`, randomBytes(32), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  return readFileSync(path);
}
