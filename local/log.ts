import { appendFileSync } from 'node:fs';
import type { Kernel } from './kernel/kernel';

/** The runtime's log: one JSON object a line, with the time, the service and what happened. */
export function openLog(file: string): Kernel['log'] {
  return (service, message, fields = {}) => {
    appendFileSync(file, `${JSON.stringify({ time: new Date().toISOString(), service, message, ...fields })}\n`);
  };
}
