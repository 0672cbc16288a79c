import * as z from 'zod/mini';
import { type Encoded, encoded } from './env';

const parts = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** A variable that lists names, separated by commas; {@link encodeList} writes it. */
export const list = z.pipe(
  encoded<readonly string[]>(),
  z.transform((text): readonly string[] => parts(text)),
);

/** The text of a {@link list} variable. Throws an `Error` for an empty name and for a name with a comma. */
export function encodeList(names: readonly string[]): Encoded<readonly string[]> {
  for (const name of names) check(name, ',');
  return names.join(',') as Encoded<readonly string[]>;
}

/** A variable like `name=value,name=value`; {@link encodeMapping} writes it. */
export const mapping = z.pipe(
  encoded<Readonly<Record<string, string>>>().check(
    z.regex(/^\s*([^=,]+=[^=,]+(,|$))*\s*$/, 'must be like name=value,name=value'),
  ),
  z.transform(
    (text): Readonly<Record<string, string>> =>
      Object.fromEntries(
        parts(text).map((part) => {
          const [name = '', value = ''] = part.split('=');
          return [name.trim(), value.trim()];
        }),
      ),
  ),
);

/** The text of a {@link mapping} variable. Throws an `Error` for an empty part and for one with a comma or `=`. */
export function encodeMapping(map: Readonly<Record<string, string>>): Encoded<Readonly<Record<string, string>>> {
  const pairs = Object.entries(map);
  for (const part of pairs.flat()) check(part, ',', '=');
  return pairs.map((pair) => pair.join('=')).join(',') as Encoded<Readonly<Record<string, string>>>;
}

function check(part: string, ...separators: readonly string[]): void {
  const isClean = part.trim() !== '' && !separators.some((separator) => part.includes(separator));
  if (!isClean) throw new Error(`'${part}' cannot be listed in an environment variable`);
}
