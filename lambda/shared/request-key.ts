import { createHash } from 'node:crypto';
import { Problem } from './problem';

/**
 * The header `Idempotency-Key` of a request that creates something, with what it is valid for. A request with the same
 * key from the same caller on the same route creates nothing again. See docs/adr/0042-requests-have-keys.md.
 */
export interface RequestKey {
  /** A hash of the caller, the route, the `{id}` of its path and the key: no other caller has the same. */
  readonly id: string;
  /** A hash of the request body. A request with the same key and another body is refused. */
  readonly fingerprint: string;
}

/** What a request with a key created. */
export interface KeyRecord {
  readonly fingerprint: string;
  /** The id of the asset or session. The response is made from it again: part URLs and signatures are never stored. */
  readonly result: string;
}

export interface RequestKeys {
  /** Reads consistently; `undefined` if no request with the key succeeded within {@link keptSeconds}. */
  find(key: RequestKey): Promise<KeyRecord | undefined>;
}

/** Also notes keys of requests that create nothing in a transaction, so that the key cannot be part of it. */
export interface NotedKeys extends RequestKeys {
  /** Changes nothing if the key was noted before. */
  note(key: RequestKey, result: string): Promise<void>;
}

/** How long a key is remembered. Callers repeat a request for minutes; the command line continues an upload the day after. */
export const keptSeconds = 86_400;

/** The key belongs to another request, which was the first to create something. */
export class KeyTaken extends Error {
  override readonly name = 'KeyTaken';
}

/**
 * The draft has the key as a string of RFC 9651, in quotes; many clients of other APIs send it without. A comma is not
 * allowed, since API Gateway joins two headers of one name with a comma. Keys that are shorter are counters, not random.
 * https://www.ietf.org/archive/id/draft-ietf-httpapi-idempotency-key-header-07.txt
 */
const keyPattern = /^(?:"([\w.~:/+=-]{16,128})"|([\w.~:/+=-]{16,128}))$/;

/**
 * Returns the key of a request; `undefined` if it has none. Throws {@link Problem} 400 for a malformed one.
 * @param scope the caller and the route with its variables
 */
export function requestKey(
  header: string | undefined,
  scope: readonly string[],
  body: string | Buffer,
): RequestKey | undefined {
  if (header === undefined) return undefined;
  const [, quoted, plain] = keyPattern.exec(header) ?? [];
  const key = quoted ?? plain;
  if (key === undefined) {
    const detail =
      'Send an Idempotency-Key of 16 to 128 letters, digits or characters of -._~:/+=, for example a UUID.';
    throw new Problem('idempotency-key-invalid', detail);
  }
  return { id: hash(JSON.stringify([...scope, key])), fingerprint: hash(body) };
}

const hash = (data: string | Buffer) => createHash('sha256').update(data).digest('base64url');

/**
 * Runs `create`, or `replay` with the result of an earlier or parallel request that had the same key. A request that was
 * refused created nothing, so its key may be used again. Throws {@link Problem} 422 if the earlier request had another
 * body, 409 if the result of a parallel request is not known yet.
 */
export async function oncePerKey<T>(
  keys: RequestKeys,
  key: RequestKey | undefined,
  ways: { create(): Promise<T>; replay(result: string): Promise<T> },
): Promise<T> {
  if (!key) return ways.create();
  const known = await resultOf(keys, key);
  if (known !== undefined) return ways.replay(known);
  try {
    return await ways.create();
  } catch (error) {
    // The first of parallel requests may have used up what the others were refused for, such as the last free session.
    const result = await resultOf(keys, key);
    if (result !== undefined) return ways.replay(result);
    throw error instanceof KeyTaken ? inUse() : error;
  }
}

async function resultOf(keys: RequestKeys, key: RequestKey): Promise<string | undefined> {
  const record = await keys.find(key);
  if (!record || record.fingerprint === key.fingerprint) return record?.result;
  const detail = 'This Idempotency-Key was used for a request with another body. Send a new key for a new request.';
  throw new Problem('idempotency-key-reused', detail);
}

/** The problem of a request that is parallel to another one with the same effect, whose result is not known yet. */
export function inUse(): Problem {
  const detail = 'Another request is doing the same. Send this one again in a moment, with the same Idempotency-Key.';
  return new Problem('idempotency-key-in-use', detail);
}
