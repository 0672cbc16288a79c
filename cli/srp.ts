import { createDiffieHellman, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * The user's side of SRP, written from the protocol: RFC 5054's 3072-bit group and SRP-6a, with Cognito's choices
 * (generator 2, SHA-256, the pool's name in the identity, HKDF with "Caldera Derived Key").
 */
const words =
  'FFFFFFFF FFFFFFFF C90FDAA2 2168C234 C4C6628B 80DC1CD1 29024E08 8A67CC74 020BBEA6 3B139B22 514A0879 8E3404DD ' +
  'EF9519B3 CD3A431B 302B0A6D F25F1437 4FE1356D 6D51C245 E485B576 625E7EC6 F44C42E9 A637ED6B 0BFF5CB6 F406B7ED ' +
  'EE386BFB 5A899FA5 AE9F2411 7C4B1FE6 49286651 ECE45B3D C2007CB8 A163BF05 98DA4836 1C55D39A 69163FA8 FD24CF5F ' +
  '83655D23 DCA3AD96 1C62F356 208552BB 9ED52907 7096966D 670C354E 4ABC9804 F1746C08 CA18217C 32905E46 2E36CE3B ' +
  'E39E772C 180E8603 9B2783A2 EC07A28F B5C55DF0 6F4C52C9 DE2BCBF6 95581718 3995497C EA956AE5 15D22618 98FA0510 ' +
  '15728E5A 8AAAC42D AD33170D 04507A33 A85521AB DF1CBA64 ECFB8504 58DBEF0A 8AEA7157 5D060C7D B3970F85 A6E1E4C7 ' +
  'ABF5AE8C DB0933D7 1E8C94E0 4A25619D CEE3D226 1AD2EE6B F12FFA06 D98A0864 D8760273 3EC86A64 521F2B18 177B200C ' +
  'BBE11757 7A615D6C 770988C0 BAD946E2 08E24FA0 74E5AB31 43DB5BFC E0FD108E 4B82D120 A93AD2CA FFFFFFFF FFFFFFFF';
const N = BigInt(`0x${words.replaceAll(' ', '')}`);
const g = 2n;

/** Computed as a Diffie-Hellman secret, because OpenSSL is ten times faster than JavaScript. The base is between 1 and N − 1. */
const modPow = (base: bigint, exponent: bigint): bigint => {
  const group = createDiffieHellman(bytes(N), Number(g));
  group.setPrivateKey(bytes(exponent));
  return integer(group.computeSecret(bytes(base)));
};

/** Big-endian two's complement of a positive number, in the format of Java's `BigInteger.toByteArray`. */
function bytes(value: bigint): Buffer {
  const length = Math.floor(value.toString(2).length / 8) + 1;
  return Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex');
}

const sha256 = (...parts: (Buffer | string)[]) =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();
const integer = (data: Buffer) => BigInt(`0x${data.toString('hex')}`);

/** One sign-in by SRP: it proves to Cognito that the client has the password, without sending it. */
export class SrpClient {
  private readonly a = integer(randomBytes(128));
  private readonly A = modPow(g, this.a);

  constructor(
    private readonly userPoolId: string,
    private readonly password: string,
  ) {}

  /** `SRP_A` */
  get publicValue(): string {
    return this.A.toString(16);
  }

  /** The responses to a `PASSWORD_VERIFIER` challenge. */
  answer(challenge: Record<string, string>, now = new Date()): Record<string, string> {
    const pool = this.userPoolId.split('_')[1] as string;
    const { SRP_B = '', SALT = '', SECRET_BLOCK = '', USER_ID_FOR_SRP: user = '', USERNAME = '' } = challenge;
    const B = BigInt(`0x${SRP_B}`);
    const k = integer(sha256(bytes(N), bytes(g)));
    const u = integer(sha256(bytes(this.A), bytes(B)));
    const x = integer(sha256(bytes(BigInt(`0x${SALT}`)), sha256(`${pool}${user}:${this.password}`)));
    const difference = (((B - k * modPow(g, x)) % N) + N) % N;
    const S = modPow(difference, this.a + u * x);
    const key = Buffer.from(hkdfSync('sha256', bytes(S), bytes(u), 'Caldera Derived Key', 16));
    const TIMESTAMP = timestamp(now);
    const message = Buffer.concat([
      Buffer.from(`${pool}${user}`),
      Buffer.from(SECRET_BLOCK, 'base64'),
      Buffer.from(TIMESTAMP),
    ]);
    return {
      USERNAME,
      TIMESTAMP,
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: createHmac('sha256', key).update(message).digest('base64'),
    };
  }
}

/** `Mon Nov 3 07:05:09 UTC 2026` */
function timestamp(date: Date): string {
  const [week, day, month, year, time] = date.toUTCString().replace(',', '').split(' ');
  return `${week} ${month} ${Number(day)} ${time} UTC ${year}`;
}
