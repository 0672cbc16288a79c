import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Kernel } from './kernel/kernel';

/** How often the same line is printed, in milliseconds: a function that is retried meets it again and again. */
const quiet = 60_000;

/** Controls and bidirectional characters as JSON escapes: a caller's key or name is part of a message, and a terminal obeys. */
function visible(text: string): string {
  return text.replace(/(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (found) =>
    found
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/**
 * Services whose lines are also printed: a role of the app that lacks a permission is a fault of its templates, and a full
 * disk is a fault of the machine. Users would not look for either in a file.
 */
const shown = ['iam', 'disk'];

/** Milliseconds for which lines are kept. */
const retention = 30 * 86_400_000;

/** Removes the lines that are older than the retention. Lines without a time belong to the line before them. */
function removeOld(file: string): void {
  if (!existsSync(file)) return;
  const oldest = new Date(Date.now() - retention).toISOString();
  const lines = readFileSync(file, 'utf8').split('\n');
  const first = lines.findIndex((line) => (/^\{"time":"([^"]*)"/.exec(line)?.[1] ?? '') >= oldest);
  if (first === 0) return;
  writeFileSync(`${file}.new`, first < 0 ? '' : lines.slice(first).join('\n'));
  renameSync(`${file}.new`, file);
}

/**
 * The runtime's log: one JSON object a line, with the time, the service and what happened.
 * Lines of earlier processes are removed after 30 days.
 * It never throws: while the file cannot be written, for example because the disk is full, the lines are counted and lost.
 */
export function openLog(file: string, print: (line: string) => void): Kernel['log'] {
  const printed = new Map<string, number>();
  let lost = 0;
  try {
    removeOld(file);
  } catch {
    // The first line that cannot be written reports the reason.
  }
  const append = (entry: object, before = '') => {
    appendFileSync(file, `${before}${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`);
  };
  const report = () => {
    if (lost === 0) return;
    // A full disk may have taken a part of a line.
    append({ service: 'log', message: 'lines were lost while this file could not be written', lines: lost }, '\n');
    print(`The log can be written again. ${lost} of its lines were lost.`);
    lost = 0;
  };
  return (service, message, fields = {}) => {
    if (shown.includes(service) && Date.now() - (printed.get(message) ?? 0) > quiet) {
      printed.set(message, Date.now());
      print(visible(message));
    }
    try {
      report();
      append({ service, message, ...fields });
    } catch (error) {
      if (lost === 0) print(`The log ${file} cannot be written, and its lines are lost: ${(error as Error).message}`);
      lost += 1;
    }
  };
}
