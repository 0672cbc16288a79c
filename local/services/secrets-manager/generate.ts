import { randomInt } from 'node:crypto';

/** `GenerateSecretString` of `AWS::SecretsManager::Secret`, with the options of GetRandomPassword. */
export interface GenerateSecretString {
  /** @default 32 */
  readonly PasswordLength?: number | string;
  readonly ExcludeCharacters?: string;
  readonly ExcludeLowercase?: boolean | string;
  readonly ExcludeUppercase?: boolean | string;
  readonly ExcludeNumbers?: boolean | string;
  readonly ExcludePunctuation?: boolean | string;
  readonly IncludeSpace?: boolean | string;
  /** @default true */
  readonly RequireEachIncludedType?: boolean | string;
  /** A JSON object to which the password is added under `GenerateStringKey`. */
  readonly SecretStringTemplate?: string;
  readonly GenerateStringKey?: string;
}

/** API reference, GetRandomPassword. */
const types = {
  ExcludeLowercase: 'abcdefghijklmnopqrstuvwxyz',
  ExcludeUppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ExcludeNumbers: '0123456789',
  ExcludePunctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
} as const;

const isTrue = (flag: boolean | string | undefined) => flag === true || flag === 'true';

/**
 * Returns a random password, or the template's JSON with one in it. Throws an error that names the contradicting
 * options.
 */
export function generateSecretString(options: GenerateSecretString): string {
  if ((options.SecretStringTemplate === undefined) !== (options.GenerateStringKey === undefined)) {
    throw new Error('GenerateSecretString: SecretStringTemplate and GenerateStringKey must be used together');
  }
  const password = randomPassword(options);
  if (options.SecretStringTemplate === undefined) return password;
  const template: unknown = JSON.parse(options.SecretStringTemplate);
  if (typeof template !== 'object' || template === null || Array.isArray(template)) {
    throw new Error('GenerateSecretString: SecretStringTemplate must be a JSON object');
  }
  return JSON.stringify({ ...template, [options.GenerateStringKey as string]: password });
}

function randomPassword(options: GenerateSecretString): string {
  const length = Number(options.PasswordLength ?? 32);
  const excluded = new Set(options.ExcludeCharacters ?? '');
  const groups = [
    ...Object.entries(types)
      .filter(([option]) => !isTrue(options[option as keyof typeof types]))
      .map(([, characters]) => characters),
    ...(isTrue(options.IncludeSpace) ? [' '] : []),
  ]
    .map((characters) => [...characters].filter((character) => !excluded.has(character)))
    .filter((characters) => characters.length > 0);
  const isEachRequired = options.RequireEachIncludedType === undefined || isTrue(options.RequireEachIncludedType);
  const required = isEachRequired ? groups : [];
  if (groups.length === 0) throw new Error('GenerateSecretString: every character is excluded');
  if (!Number.isInteger(length) || length < Math.max(1, required.length) || length > 4096) {
    throw new Error(`GenerateSecretString: a PasswordLength of ${length} is not possible`);
  }
  const all = groups.flat();
  const password = required.map(anyOf);
  while (password.length < length) password.push(anyOf(all));
  return shuffled(password).join('');
}

function anyOf(characters: readonly string[]): string {
  return characters[randomInt(characters.length)] as string;
}

/** The shuffle of Fisher and Yates. */
function shuffled(characters: string[]): string[] {
  for (let last = characters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] as string, characters[last] as string];
  }
  return characters;
}
