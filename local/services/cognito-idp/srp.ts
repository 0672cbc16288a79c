import { createDiffieHellman, createHash, createHmac, getDiffieHellman, randomBytes } from 'node:crypto';

/**
 * The server's side of Cognito's SRP-6a: the 3072-bit prime of RFC 5054, SHA-256, numbers hashed as the bytes of their
 * padded hexadecimal form, and a 128-bit key by HKDF. RFC 5054 takes the prime from RFC 3526, where it is group 15; the
 * generator is Cognito's own choice.
 */
const primeBytes = getDiffieHellman('modp15').getPrime();
const prime = BigInt(`0x${primeBytes.toString('hex')}`);
const generator = 2n;

/** Returns the bytes of a number for SRP's hashes: whole bytes, with a leading zero if the first bit is set. */
export function padded(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

const hash = (...parts: (Buffer | string)[]) => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
};
const number = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);
const multiplier = number(hash(padded(prime), padded(generator)));

const bytesOf = (value: bigint) => {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
};

/**
 * Computed as a Diffie-Hellman secret, because OpenSSL is ten times faster than JavaScript. Throws for the bases 0, 1 and −1 of
 * the group, whose powers everybody knows.
 */
function power(base: bigint, exponent: bigint): bigint {
  const group = createDiffieHellman(primeBytes, Number(generator));
  group.setPrivateKey(bytesOf(exponent));
  return number(group.computeSecret(bytesOf(base % prime)));
}

/** The values that a pool stores to verify a password by SRP, in hexadecimal. */
export interface Verifier {
  readonly salt: string;
  readonly verifier: string;
}

/** `poolName` is the pool's id after the underscore. */
export function makeVerifier(poolName: string, username: string, password: string): Verifier {
  const salt = number(randomBytes(16));
  const x = number(hash(padded(salt), hash(`${poolName}${username}:${password}`)));
  return { salt: salt.toString(16), verifier: power(generator, x).toString(16) };
}

export interface Challenge {
  /** The server's secret number, hexadecimal. */
  readonly secret: string;
  /** `SRP_B`, hexadecimal. */
  readonly publicValue: string;
}

export function makeChallenge({ verifier }: Verifier): Challenge {
  const secret = number(randomBytes(128));
  const publicValue = (multiplier * BigInt(`0x${verifier}`) + power(generator, secret)) % prime;
  return { secret: secret.toString(16), publicValue: publicValue.toString(16) };
}

/**
 * Parses the client's `SRP_A`. Returns `undefined` unless it is a number that is not zero in the group, as RFC 5054
 * requires.
 */
export function publicValueOf(hex: string): bigint | undefined {
  if (!/^[0-9a-f]{1,1024}$/i.test(hex)) return undefined;
  const value = BigInt(`0x${hex}`);
  return value % prime === 0n ? undefined : value;
}

/** Returns the key that both sides share if the client knows the password; `undefined` if the scrambler is zero. */
export function sharedKey(clientValue: bigint, challenge: Challenge, { verifier }: Verifier): Buffer | undefined {
  const scrambler = number(hash(padded(clientValue), padded(BigInt(`0x${challenge.publicValue}`))));
  if (scrambler === 0n) return undefined;
  const base = (clientValue * power(BigInt(`0x${verifier}`), scrambler)) % prime;
  const secret = power(base, BigInt(`0x${challenge.secret}`));
  const extracted = createHmac('sha256', padded(scrambler)).update(padded(secret)).digest();
  return createHmac('sha256', extracted).update('Caldera Derived Key\u0001').digest().subarray(0, 16);
}

/** Returns the signature that the client has to send, in base64. */
export function signature(key: Buffer, poolName: string, username: string, block: Buffer, timestamp: string): string {
  return createHmac('sha256', key).update(poolName).update(username).update(block).update(timestamp).digest('base64');
}
