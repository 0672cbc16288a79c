import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import type { Pool, Template } from './pools';
import type { User } from './users';

/**
 * The most messages that Cognito's own sender sends in a day, for all pools of the account:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const defaultSenderPerDay = 50;

/** The mail of user pools. It does not leave the machine, but is written to files, the outbox. */
export class Mail {
  private readonly folder: string;
  /** The number of messages by Cognito's own sender, by day. */
  private readonly sent: Store<number>;

  constructor(private readonly kernel: Kernel) {
    this.folder = join(kernel.folder('cognito-idp'), 'mail');
    mkdirSync(this.folder, { recursive: true });
    this.sent = kernel.store('cognito-idp', 'sent-mails');
  }

  /**
   * Fills in the template's `{####}` and `{username}` and sends it to the user's address. Throws
   * `LimitExceededException` if the pool has no sender of its own and the day's messages are used up.
   */
  send(pool: Pool, user: User, template: Template, code: string): void {
    this.requireQuota(pool);
    if (!pool.sendsBySes) this.count();
    const to = user.attributes.email ?? '';
    const fill = (text: string) => text.replaceAll('{####}', code).replaceAll('{username}', to);
    const subject = fill(template.subject);
    const text = fill(template.message);
    const date = new Date(this.kernel.now()).toISOString();
    const name = `${date.replace(/[:.]/g, '-')}-${ownerOf(pool, user)}-${randomUUID().slice(0, 8)}.txt`;
    const headers = `Date: ${date}\nTo: ${to}\nSubject: ${subject}\nX-User-Pool: ${pool.id}\n`;
    writeFileSync(join(this.folder, name), `${headers}\n${text}\n`);
    // Neither the address nor the code: the file is part of the pool's data, and the log is not.
    this.kernel.log('cognito-idp', 'a message to a user is in the outbox', { file: join(this.folder, name) });
  }

  /** Deletes the mails to a user, also those to an address that he had before. */
  forget(pool: Pool, user: User): void {
    for (const name of readdirSync(this.folder)) {
      if (name.includes(`-${ownerOf(pool, user)}-`)) rmSync(join(this.folder, name));
    }
  }

  /**
   * Throws `LimitExceededException` if the next message could not be sent. Operations that create a user call it first: the
   * SDKs repeat a call after this error, and would find the user.
   */
  requireQuota(pool: Pool): void {
    if (pool.sendsBySes || (this.sent.get(this.today()) ?? 0) < defaultSenderPerDay) return;
    throw new ServiceError(
      'LimitExceededException',
      'Exceeded daily email limit for the operation or the account. If a higher limit is required, please configure your user pool to use your own Amazon SES configuration for sending email.',
    );
  }

  private count(): void {
    const day = this.today();
    for (const [other] of this.sent.entries()) if (other !== day) this.sent.delete(other);
    this.sent.put(day, (this.sent.get(day) ?? 0) + 1);
  }

  private today(): string {
    return new Date(this.kernel.now()).toISOString().slice(0, 10);
  }
}

/** Marks the files of a user's mails. The address itself is only in the files, so that nothing is left of it without them. */
function ownerOf({ id }: Pool, { username }: User): string {
  return createHash('sha256').update(`${id}/${username}`).digest('hex').slice(0, 16);
}

/** Describes where a code was sent as Cognito does, without revealing the address. */
export function delivery({ attributes }: { readonly attributes: Readonly<Record<string, string>> }) {
  const [name = '', domain = ''] = (attributes.email ?? '').split('@');
  const Destination = `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`;
  return { Destination, DeliveryMedium: 'EMAIL', AttributeName: 'email' } as const;
}
