import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An AWS icon from the package `aws-icons`. */
export interface Icon {
  readonly viewBox: string;
  /** The unchanged content of its `svg` element: the licence of the icons allows no derivatives. */
  readonly body: string;
}

/**
 * Reads an icon by its path in the package, such as `architecture-service/AmazonCognito` or `resource/Users`.
 * Throws if the icon does not exist.
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

/** The ids that an icon defines. Two icons of a drawing must not share an id. */
export function idsOf({ body }: Icon): string[] {
  return [...body.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id as string);
}
