import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kernel } from '../../kernel/kernel';
import type { Published } from './published';
import type { Subscription, Topic } from './topics';

/**
 * Writes a message to a mail address into a file, because the laptop sends no mail. At AWS, the owner of the address
 * confirms the subscription first; here, every address counts as confirmed.
 */
export function sendMail(kernel: Kernel, topic: Topic, { endpoint: to }: Subscription, published: Published): void {
  const { messageId, subject = 'AWS Notification Message', message, timestamp } = published;
  const folder = join(kernel.folder('sns'), 'mail');
  mkdirSync(folder, { recursive: true });
  const name = `${timestamp.replace(/[:.]/g, '-')}-${to.replace(/[^\w@.-]/g, '_')}-${messageId.slice(0, 8)}.txt`;
  const file = join(folder, name);
  writeFileSync(file, `Date: ${timestamp}\nTo: ${to}\nSubject: ${subject}\nX-Topic: ${topic.arn}\n\n${message}\n`);
  kernel.log('sns', `mail to ${to}: ${subject}`, { file });
}
