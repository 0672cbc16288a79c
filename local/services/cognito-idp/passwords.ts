import { randomBytes, randomInt, scrypt as scryptCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { ServiceError } from '../../kernel/service';
import { type PasswordPolicy, type Pool, poolName } from './pools';
import { makeVerifier, type Verifier } from './srp';

/**
 * Values derived from a password, which do not contain it: a slow hash for sign-in by password, a verifier for sign-in
 * by SRP.
 */
export interface StoredPassword {
  /** Base64. */
  readonly salt: string;
  /** scrypt with Node's costs (N 16384, r 8, p 1), base64. */
  readonly hash: string;
  readonly srp: Verifier;
}

const scrypt = promisify<string, Buffer, number, Buffer>(scryptCallback);
const hashBytes = 32;
/** https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html */
const symbols = '^$*.[]{}()?-"!@#%&/\\,><\':;|_~`+= ';
const maxLength = 256;

export async function storePassword(pool: Pool, username: string, password: string): Promise<StoredPassword> {
  const salt = randomBytes(16);
  const hash = await scrypt(password, salt, hashBytes);
  const srp = makeVerifier(poolName(pool), username, password);
  return { salt: salt.toString('base64'), hash: hash.toString('base64'), srp };
}

/** Takes equally long for a user without a password and for a wrong password. */
export async function isPassword(stored: StoredPassword | undefined, password: string): Promise<boolean> {
  const salt = stored ? Buffer.from(stored.salt, 'base64') : Buffer.alloc(16);
  const hash = await scrypt(password, salt, hashBytes);
  return stored !== undefined && timingSafeEqual(hash, Buffer.from(stored.hash, 'base64'));
}

/** Throws `InvalidPasswordException` for the first rule that the password breaks. */
export function checkPassword(policy: PasswordPolicy, password: string): void {
  const fail = (why: string) => {
    throw new ServiceError('InvalidPasswordException', `Password did not conform with policy: ${why}`);
  };
  if (password.length < policy.MinimumLength) fail('Password not long enough');
  if (password.length > maxLength) fail('Password too long');
  if (password !== password.trim()) fail('Password must not begin or end with a space');
  if (policy.RequireUppercase && !/[A-Z]/.test(password)) fail('Password must have uppercase characters');
  if (policy.RequireLowercase && !/[a-z]/.test(password)) fail('Password must have lowercase characters');
  if (policy.RequireNumbers && !/[0-9]/.test(password)) fail('Password must have numeric characters');
  if (policy.RequireSymbols && ![...password].some((character) => symbols.includes(character))) {
    fail('Password must have symbol characters');
  }
}

/** Returns a password that satisfies every policy: a letter of each kind, a digit, a symbol, and random characters. */
export function temporaryPassword({ MinimumLength }: PasswordPolicy): string {
  const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!@#%&?'];
  const all = kinds.join('');
  const letters = Array.from({ length: Math.max(12, MinimumLength) }, (_, index) => kinds[index] ?? all);
  return letters.map((choice) => choice[randomInt(choice.length)]).join('');
}
