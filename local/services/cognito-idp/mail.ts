import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kernel } from '../../kernel/kernel';
import type { Pool, Template } from './pools';
import type { User } from './users';

/** The mail of user pools. It does not leave the machine, but is written to the log and to files. */
export class Mail {
  private readonly folder: string;

  constructor(private readonly kernel: Kernel) {
    this.folder = join(kernel.folder('cognito-idp'), 'mail');
    mkdirSync(this.folder, { recursive: true });
  }

  /** Fills in the template's `{####}` and `{username}` and sends it to the user's address. */
  send(pool: Pool, user: User, template: Template, code: string): void {
    const to = user.attributes.email ?? '';
    const fill = (text: string) => text.replaceAll('{####}', code).replaceAll('{username}', to);
    const subject = fill(template.subject);
    const text = fill(template.message);
    const date = new Date(this.kernel.now()).toISOString();
    const name = `${date.replace(/[:.]/g, '-')}-${to.replace(/[^\w@.-]/g, '_')}-${randomUUID().slice(0, 8)}.txt`;
    const headers = `Date: ${date}\nTo: ${to}\nSubject: ${subject}\nX-User-Pool: ${pool.id}\n`;
    writeFileSync(join(this.folder, name), `${headers}\n${text}\n`);
    this.kernel.log('cognito-idp', `mail to ${to}: ${text}`, { file: join(this.folder, name) });
  }
}

/** Describes where a code was sent as Cognito does, without revealing the address. */
export function delivery({ attributes }: { readonly attributes: Readonly<Record<string, string>> }) {
  const [name = '', domain = ''] = (attributes.email ?? '').split('@');
  const Destination = `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`;
  return { Destination, DeliveryMedium: 'EMAIL', AttributeName: 'email' } as const;
}
