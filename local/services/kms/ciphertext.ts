import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ServiceError } from '../../kernel/service';

/** Pairs of names and values that are authenticated but not encrypted. Decryption needs the same pairs. */
export type EncryptionContext = Readonly<Record<string, string>>;

const algorithm = 'aes-256-gcm';
const version = 1;
const ivBytes = 12;
const tagBytes = 16;
/** The bytes of the version and of the length of the key id. */
const headBytes = 2;

/** Layout: version, length of the key id, key id, IV, tag, encrypted bytes. */
export function encrypt(keyId: string, material: string, plaintext: Uint8Array, context?: EncryptionContext): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, Buffer.from(material, 'base64'), iv);
  cipher.setAAD(canonical(context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const id = Buffer.from(keyId);
  return Buffer.concat([Buffer.from([version, id.length]), id, iv, cipher.getAuthTag(), body]);
}

/** Returns the id of the key that made a ciphertext. Throws `InvalidCiphertextException`. */
export function keyIdOf(ciphertext: Uint8Array): string {
  const blob = Buffer.from(ciphertext);
  const idBytes = blob[1] ?? 0;
  if (blob[0] !== version || blob.length < headBytes + idBytes + ivBytes + tagBytes) throw invalidCiphertext();
  return blob.toString('utf8', headBytes, headBytes + idBytes);
}

/** Throws `InvalidCiphertextException` if the bytes or the context differ from those of the encryption. */
export function decrypt(material: string, ciphertext: Uint8Array, context?: EncryptionContext): Buffer {
  const blob = Buffer.from(ciphertext);
  const ivAt = headBytes + Buffer.byteLength(keyIdOf(blob));
  const tagAt = ivAt + ivBytes;
  const bodyAt = tagAt + tagBytes;
  const decipher = createDecipheriv(algorithm, Buffer.from(material, 'base64'), blob.subarray(ivAt, tagAt));
  decipher.setAAD(canonical(context));
  decipher.setAuthTag(blob.subarray(tagAt, bodyAt));
  try {
    return Buffer.concat([decipher.update(blob.subarray(bodyAt)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

function invalidCiphertext(): ServiceError {
  return new ServiceError('InvalidCiphertextException', 'The ciphertext is invalid or has another encryption context');
}

/** The order of the pairs does not matter. */
function canonical(context: EncryptionContext = {}): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}
