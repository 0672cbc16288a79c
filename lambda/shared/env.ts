import * as z from 'zod/mini';

/** A name, ARN or URL: any text that is not empty. */
export const text = z.string().check(z.minLength(1));

/** A whole number, written in digits as environment variables are. */
export const integer = z.pipe(
  z.string().check(z.regex(/^\d+$/, 'must be a whole number')),
  z.transform((digits) => Number(digits)),
);

/** A yes or no; {@link encodeFlag} writes it. */
export const flag = z.pipe(
  z.enum(['true', 'false']),
  z.transform((word) => word === 'true'),
);

export function encodeFlag(value: boolean): 'true' | 'false' {
  return value ? 'true' : 'false';
}

declare const encodes: unique symbol;

/** The text of a variable that a decoder reads a `T` from. Only the encoder beside that decoder returns it. */
export type Encoded<T> = string & { readonly [encodes]: T };

/** The schema of a text that an encoder returned. */
export const encoded = <T>() => z.custom<Encoded<T>>((value) => typeof value === 'string');

/** A value written as JSON by {@link encodeJson}. */
export const json = <S extends z.ZodMiniType>(schema: S) =>
  z.pipe(
    z.pipe(
      encoded<z.input<S>>(),
      z.transform((written, context): unknown => {
        try {
          return JSON.parse(written);
        } catch {
          context.issues.push({ code: 'custom', message: 'must be JSON', input: written });
          return z.NEVER;
        }
      }),
    ),
    schema,
  );

/** The text of a {@link json} variable. `stringify`: CDK's `Stack.toJsonString` for a value that contains tokens. */
export function encodeJson<T>(value: T, stringify: (value: T) => string = JSON.stringify): Encoded<T> {
  return stringify(value) as Encoded<T>;
}

/**
 * Parses the environment of a described function, once at cold start. Throws `InvalidEnvironment`, which names each
 * variable at fault and never contains its value.
 */
export function readEnv<S extends z.ZodMiniType>(
  { env }: { readonly env: S },
  variables: NodeJS.ProcessEnv = process.env,
): z.output<S> {
  const result = z.safeParse(env, variables);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const error = new Error(`The function's environment is invalid. ${faults.join('; ')}`);
  error.name = 'InvalidEnvironment';
  throw error;
}
