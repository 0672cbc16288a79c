import * as z from 'zod/mini';

const parts = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** An environment variable that lists names by commas. */
export const list = z.pipe(
  z.string(),
  z.transform((text): readonly string[] => parts(text)),
);

/** An environment variable like `name=value,name=value`. */
export const mapping = z.pipe(
  z.string().check(z.regex(/^\s*([^=,]+=[^=,]+(,|$))*\s*$/, 'must be like name=value,name=value')),
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
