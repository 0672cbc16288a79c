import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The folder of suites that are not part of this repository, such as `recorded/*.json`. This file is the only one that
 * reads outside of the repository: a clone must pass its tests with nothing beside it.
 */
const additionalFolder = resolve(process.env.OMNISTREAM_ADDITIONAL ?? join(__dirname, '..', '..', '..', 'shared'));

/** The path of an additional suite's file, `recorded/s3.json`, or undefined where it is absent. */
export function additional(path: string): string | undefined {
  const file = join(additionalFolder, path);
  return existsSync(file) ? file : undefined;
}

/**
 * A `describe` that runs when an additional suite's file is present. When it is absent, one skipped test carries the
 * suite's name, and the summary at the end of the run (`skipped-reporter.mjs`) counts it.
 */
export function describeAdditional(path: string, name: string, body: (file: string) => void): void {
  const file = additional(path);
  if (file) describe(name, () => body(file));
  else describe.skip(name, () => test(`every case [additional suite ${path}]`, () => {}));
}
