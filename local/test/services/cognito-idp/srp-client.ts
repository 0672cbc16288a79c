import { createHash, createHmac, getDiffieHellman, hkdfSync, randomBytes } from 'node:crypto';

/*
 * The client's side of Cognito's SRP, by RFC 5054 and SRP-6a: 3072-bit group, generator 2, SHA-256, and a 128-bit key by
 * HKDF. It shares no code with the server's side in `local/services/cognito-idp/srp.ts`, so that an error in one of them
 * fails a sign-in.
 */
const prime = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const generator = 2n;

function power(base: bigint, exponent: bigint): bigint {
  if (exponent === 0n) return 1n;
  const root = power((base * base) % prime, exponent >> 1n);
  return exponent & 1n ? (root * base) % prime : root;
}

/** The bytes of a positive number in two's complement, as in Java's `BigInteger.toByteArray`. */
function bytesOf(value: bigint): Buffer {
  const size = Math.floor(value.toString(2).length / 8) + 1;
  return Buffer.from(value.toString(16).padStart(2 * size, '0'), 'hex');
}

const hash = (...parts: readonly (Buffer | string)[]): Buffer =>
  parts.reduce((digest, part) => digest.update(part), createHash('sha256')).digest();
const numberOf = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);

/** One sign-in of a user whose password the client knows. */
export class SrpClient {
  private readonly secret = numberOf(randomBytes(128));
  private readonly own = power(generator, this.secret);

  constructor(
    private readonly poolId: string,
    private readonly password: string,
  ) {}

  /** `SRP_A`, hexadecimal. */
  get publicValue(): string {
    return this.own.toString(16);
  }

  /** The `ChallengeResponses` to the `ChallengeParameters` of `PASSWORD_VERIFIER`. */
  answer(parameters: Readonly<Record<string, string>>): Record<string, string> {
    const { SRP_B, SALT, SECRET_BLOCK = '', USER_ID_FOR_SRP = '', USERNAME = '' } = parameters;
    const identity = `${this.poolId.split('_')[1]}${USER_ID_FOR_SRP}`;
    const server = BigInt(`0x${SRP_B}`);
    const scrambler = numberOf(hash(bytesOf(this.own), bytesOf(server)));
    const multiplier = numberOf(hash(bytesOf(prime), bytesOf(generator)));
    const x = numberOf(hash(bytesOf(BigInt(`0x${SALT}`)), hash(`${identity}:${this.password}`)));
    const base = (server + multiplier * (prime - power(generator, x))) % prime;
    const shared = power(base, this.secret + scrambler * x);
    const key = hkdfSync('sha256', bytesOf(shared), bytesOf(scrambler), 'Caldera Derived Key', 16);
    const TIMESTAMP = timestampOf(new Date());
    const signature = createHmac('sha256', Buffer.from(key))
      .update(identity)
      .update(Buffer.from(SECRET_BLOCK, 'base64'))
      .update(TIMESTAMP)
      .digest('base64');
    return {
      ...{ USERNAME, TIMESTAMP },
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: signature,
    };
  }
}

/** `Mon Nov 3 07:05:09 UTC 2026` */
function timestampOf(date: Date): string {
  const [day, number, month, year, time] = date.toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${Number(number)} ${time} UTC ${year}`;
}
