import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, notAuthorized } from './directory';
import type { Client, Pool } from './pools';
import { isEmail, type User } from './users';

const standardAttributes = [
  ...['address', 'birthdate', 'email', 'family_name', 'gender', 'given_name', 'locale', 'middle_name', 'name'],
  ...['nickname', 'phone_number', 'picture', 'preferred_username', 'profile', 'updated_at', 'website', 'zoneinfo'],
];
const verifications = ['email_verified', 'phone_number_verified'];
const longest = 2048;

export type Attributes = Readonly<Record<string, string>>;

/** Reads attributes that an administrator sets. Throws `InvalidParameterException`. */
export function readAttributes(pool: Pool, given: readonly AttributeType[] | undefined): Attributes {
  const known = [...standardAttributes, ...verifications, ...pool.schema.map(({ name }) => name)];
  const attributes: Record<string, string> = {};
  for (const { Name = '', Value = '' } of given ?? []) {
    const conform = (why: string) => invalidParameter(`Attributes did not conform to the schema: ${why}`);
    if (!known.includes(Name)) throw conform(`Type for attribute {${Name}} could not be determined`);
    if (Value.length > longest) throw conform(`${Name}: String is longer than ${longest} characters`);
    if (Name === 'email' && !isEmail(Value)) throw invalidParameter('Invalid email address format.');
    attributes[Name] = Value;
  }
  return attributes;
}

/**
 * Reads attributes that a user sets through a client. Throws `NotAuthorizedException` for attributes that the client
 * may not write.
 */
export function readOwnAttributes(pool: Pool, client: Client, given: readonly AttributeType[] | undefined): Attributes {
  const attributes = readAttributes(pool, given);
  const forbidden = Object.keys(attributes).find(
    (name) => verifications.includes(name) || (client.writeAttributes && !client.writeAttributes.includes(name)),
  );
  if (forbidden) throw notAuthorized('A client attempted to write unauthorized attribute');
  return attributes;
}

/** Throws `InvalidParameterException` if an attribute that the pool requires is missing. */
export function requireAttributes(pool: Pool, attributes: Attributes): void {
  const missing = missingAttributes(pool, attributes)[0];
  if (missing) {
    throw invalidParameter(`Attributes did not conform to the schema: ${missing}: The attribute is required`);
  }
}

export function missingAttributes({ schema }: Pool, attributes: Attributes): string[] {
  return schema.filter(({ name, required }) => required && !attributes[name]).map(({ name }) => name);
}

/** Lists the attributes in the API's order: `sub` first. */
export function listAttributes({ attributes }: User, names?: readonly string[]): AttributeType[] {
  const { sub, ...others } = attributes;
  return Object.entries({ sub, ...others })
    .filter(([name]) => !names || names.includes(name))
    .map(([Name, Value]) => ({ Name, Value: Value as string }));
}
