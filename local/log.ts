import { appendFileSync } from 'node:fs';
import type { Kernel } from './kernel/kernel';

/** How often the same denial is printed, in milliseconds: a function that is retried meets it again and again. */
const quiet = 60_000;

/**
 * The runtime's log: one JSON object a line, with the time, the service and what happened. What IAM reports is printed
 * too: a role of the app that lacks a permission is a fault of its templates, and developers do not look for it in a file.
 */
export function openLog(file: string, print: (line: string) => void): Kernel['log'] {
  const printed = new Map<string, number>();
  return (service, message, fields = {}) => {
    if (service === 'iam' && Date.now() - (printed.get(message) ?? 0) > quiet) {
      printed.set(message, Date.now());
      print(message);
    }
    appendFileSync(file, `${JSON.stringify({ time: new Date().toISOString(), service, message, ...fields })}\n`);
  };
}
