import { createHash, createHmac, randomBytes } from 'node:crypto';

/**
 * The server's side of SRP-6a as Cognito does it: the 3072-bit group of RFC 5054, SHA-256, numbers hashed as the bytes
 * of their padded hexadecimal form, and a 128-bit key by HKDF.
 */
const primeHex =
  'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD' +
  'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED' +
  'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F' +
  '83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B' +
  'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510' +
  '15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7' +
  'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C' +
  'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF';
const prime = BigInt(`0x${primeHex}`);
const generator = 2n;

/** Bytes of a number as SRP's hashes take it: whole bytes, and a leading zero where the first bit is set. */
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

/** Square and multiply; a few milliseconds for this group. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % prime;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}

/** What a pool keeps of a password so that SRP can prove it: hexadecimal. */
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

/** The client's `SRP_A`; `undefined` unless it is a number that is not zero in the group, as RFC 5054 demands. */
export function publicValueOf(hex: string): bigint | undefined {
  if (!/^[0-9a-f]{1,1024}$/i.test(hex)) return undefined;
  const value = BigInt(`0x${hex}`);
  return value % prime === 0n ? undefined : value;
}

/** The key that both sides share when the client knows the password; `undefined` when the scrambler is zero. */
export function sharedKey(clientValue: bigint, challenge: Challenge, { verifier }: Verifier): Buffer | undefined {
  const scrambler = number(hash(padded(clientValue), padded(BigInt(`0x${challenge.publicValue}`))));
  if (scrambler === 0n) return undefined;
  const base = (clientValue * power(BigInt(`0x${verifier}`), scrambler)) % prime;
  const secret = power(base, BigInt(`0x${challenge.secret}`));
  const extracted = createHmac('sha256', padded(scrambler)).update(padded(secret)).digest();
  return createHmac('sha256', extracted).update('Caldera Derived Key\u0001').digest().subarray(0, 16);
}

/** What the client has to answer, base64. */
export function signature(key: Buffer, poolName: string, username: string, block: Buffer, timestamp: string): string {
  return createHmac('sha256', key).update(poolName).update(username).update(block).update(timestamp).digest('base64');
}
