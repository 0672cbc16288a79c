import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An icon of AWS's own set, as the package `aws-icons` has it. */
export interface Icon {
  readonly viewBox: string;
  /** What is inside its `svg` element, unchanged: the icons' licence allows no derivatives. */
  readonly body: string;
}

/**
 * Reads an icon by its path in the package, such as `architecture-service/AmazonCognito` or `resource/Users`.
 * Throws where there is no such icon.
 */
export function readIcon(name: string): Icon {
  const folder = dirname(require.resolve('aws-icons/package.json'));
  const file = join(folder, 'icons', `${name}.svg`);
  if (!existsSync(file)) throw new Error(`aws-icons has no icon ${name}`);
  const [, attributes = '', body = ''] = /^<svg([^>]*)>(.*)<\/svg>\s*$/s.exec(readFileSync(file, 'utf8')) ?? [];
  const viewBox = /viewBox="([^"]+)"/.exec(attributes)?.[1];
  if (!viewBox) throw new Error(`The icon ${name} has no view box`);
  return { viewBox, body };
}

/** The ids that an icon defines; two icons of a drawing may not share one. */
export function idsOf({ body }: Icon): string[] {
  return [...body.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id as string);
}
