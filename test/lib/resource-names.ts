import type { Template } from 'aws-cdk-lib/assertions';
import { withoutHash } from '../support/templates/names';
import { resourcesOf } from './synthesis';

/** The names of all resources of the type, `{stack}.{logical id without its hash}`, in alphabetical order. */
export function resourceNames(templates: Readonly<Record<string, Template>>, type: string): string[] {
  return resourcesOf(templates, type)
    .map(([name]) => withoutHash(name))
    .sort();
}

/** Expects these names and no others. The failure lists what is missing (-) or new (+). */
export function expectNames(names: readonly string[], expected: readonly string[]): void {
  const missing = expected.filter((name) => !names.includes(name)).map((name) => `- ${name}`);
  const more = names.filter((name) => !expected.includes(name)).map((name) => `+ ${name}`);
  if (missing.length + more.length === 0 && names.length === expected.length) return;
  const error = new Error([...missing, ...more, `(${names.length} names, ${expected.length} expected)`].join('\n'));
  // The place in this file would not help the reader.
  error.stack = error.message;
  throw error;
}
