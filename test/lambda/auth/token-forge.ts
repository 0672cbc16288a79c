import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

export type Json = Readonly<Record<string, unknown>>;

/** A token as an attacker would have it. `null` leaves a member out. */
export interface Forgery {
  readonly header?: Json;
  readonly claims?: Json;
  /** Seconds from now, by claim. */
  readonly times?: Readonly<Record<string, number>>;
  readonly signedBy?: string;
  /** What is done to a token once it is signed. */
  readonly afterwards?: {
    readonly header?: Json;
    readonly claims?: Json;
    readonly times?: Readonly<Record<string, number>>;
    readonly cut?: number;
    readonly append?: string;
  };
}

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export const newKeys = (): Keys => generateKeyPairSync('rsa', { modulusLength: 2048 });
export const jwkOf = ({ publicKey }: Keys, kid: string) => ({
  ...publicKey.export({ format: 'jwk' }),
  ...{ kid, alg: 'RS256', use: 'sig' },
});

const encode = (part: Json) => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part: string): Json => JSON.parse(Buffer.from(part, 'base64url').toString());
const without = (part: Json) => Object.fromEntries(Object.entries(part).filter(([, value]) => value !== null));

/** Makes tokens by hand, since libraries refuse to make most of these. */
export class Forge {
  constructor(
    private readonly pool: Keys,
    private readonly attacker: Keys,
    private readonly attackersKeySet: string,
    private readonly good: { readonly header: Json; readonly claims: Json },
  ) {}

  token({ header, claims, times, signedBy = 'pool', afterwards }: Forgery): string {
    const head = without({ ...this.good.header, ...this.withAttacker(header) });
    const body = without({ ...this.good.claims, ...claims, ...this.at(times) });
    const signed = `${encode(head)}.${encode(body)}`;
    const token = `${signed}.${this.signature(signed, signedBy)}`;
    if (!afterwards) return token;
    const [first = '', second = '', third = ''] = token.split('.');
    const parts = [
      encode({ ...decode(first), ...afterwards.header }),
      encode({ ...decode(second), ...afterwards.claims, ...this.at(afterwards.times) }),
      third.slice(0, third.length - (afterwards.cut ?? 0)),
    ];
    return parts.join('.') + (afterwards.append ?? '');
  }

  private at(times: Readonly<Record<string, number>> = {}): Json {
    const now = Math.floor(Date.now() / 1000);
    return Object.fromEntries(Object.entries(times).map(([name, seconds]) => [name, now + seconds]));
  }

  private withAttacker(header: Json = {}): Json {
    const known: Json = { jku: this.attackersKeySet, x5u: this.attackersKeySet, jwk: jwkOf(this.attacker, 'theirs') };
    return Object.fromEntries(
      Object.entries(header).map(([name, value]) => [name, value === 'attacker' ? known[name] : value]),
    );
  }

  private signature(signed: string, by: string): string {
    const { publicKey } = this.pool;
    switch (by) {
      case 'pool':
        return createSign('RSA-SHA256').update(signed).sign(this.pool.privateKey, 'base64url');
      case 'attacker':
        return createSign('RSA-SHA256').update(signed).sign(this.attacker.privateKey, 'base64url');
      case 'nobody':
        return '';
      case 'the good token':
        return this.token({}).split('.')[2] as string;
    }
    const secrets: Readonly<Record<string, string>> = {
      'public key as PEM': publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      'public key as JSON': JSON.stringify(jwkOf(this.pool, 'ours')),
      'empty secret': '',
    };
    const secret = secrets[by];
    if (secret === undefined) throw new Error(`nobody is called '${by}'`);
    return createHmac('sha256', secret).update(signed).digest('base64url');
  }
}
