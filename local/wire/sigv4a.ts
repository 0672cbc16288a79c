import { createECDH, createHmac, createPublicKey, type KeyObject, verify } from 'node:crypto';

export const asymmetricAlgorithm = 'AWS4-ECDSA-P256-SHA256';

/** The order of P-256 minus two: a number above it is not a private key, and the next counter is tried. */
const highest = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f', 'hex');
const one = Buffer.from([0, 0, 0, 1]);
/** Bits of the key. */
const length = Buffer.from([0, 0, 1, 0]);

/**
 * The public half of the key that an access key signs with by Signature Version 4A: a counter-mode KDF (NIST SP
 * 800-108) of the secret. Source: AWS "Signature Version 4A", as `aws-c-auth` does it.
 */
function publicKey(accessKeyId: string, secret: string): KeyObject {
  for (let counter = 1; counter < 255; counter += 1) {
    const context = Buffer.concat([Buffer.from(accessKeyId), Buffer.from([counter])]);
    const input = Buffer.concat([one, Buffer.from(`${asymmetricAlgorithm}\0`), context, length]);
    const candidate = createHmac('sha256', `AWS4A${secret}`).update(input).digest();
    if (candidate.compare(highest) > 0) continue;
    const scalar = (BigInt(`0x${candidate.toString('hex')}`) + 1n).toString(16).padStart(64, '0');
    const curve = createECDH('prime256v1');
    curve.setPrivateKey(scalar, 'hex');
    const point = curve.getPublicKey();
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  }
  throw new Error('no signing key can be derived');
}

/** Whether the hexadecimal DER signature over `text` is of this access key. */
export function verifyAsymmetric(text: string, signature: string, accessKeyId: string, secret: string): boolean {
  return verify('sha256', Buffer.from(text), publicKey(accessKeyId, secret), Buffer.from(signature, 'hex'));
}
