import { createHash, randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod/mini';

const erasureKinds = ['asset', 'viewer'] as const;
export type ErasureKind = (typeof erasureKinds)[number];

/** The asset or viewer whose data is erased. */
const subject = z.object({
  /** The asset's id, or the user's `sub`. */
  id: z.string(),
  /** The viewer's id in the lake and in Personalize; missing for a user who never watched anything. */
  pseudonym: z.optional(z.string()),
});
export type Subject = z.output<typeof subject>;

/** The subject, and the erasure's id for names that other services keep. */
export type Target = Subject & { readonly erasure: string };

/** A row of the table `erasures`. When everything is erased it is the certificate, which is kept. */
export const erasure = z.object({
  id: z.string(),
  kind: z.enum(erasureKinds),
  status: z.enum(['ERASING', 'ERASED']),
  /** `self`: the asset's owner, or the viewer. */
  requestedBy: z.enum(['self', 'admin']),
  requestedAt: z.string(),
  /** Removed with the last of the data. */
  subject: z.optional(subject),
  /** SHA-256 of the salt and the subject's id: whoever knows the id can check whose certificate it is. Hexadecimal. */
  salt: z.string(),
  hash: z.string(),
  /** Numbers of removed objects, rows and so on, by store. */
  removed: z.record(z.string(), z.number()),
  /** What a store could not erase, by store: a sentence for the operator. */
  failures: z.record(z.string(), z.string()),
  /** When the last search found nothing. */
  erasedAt: z.optional(z.string()),
});
export type Erasure = z.output<typeof erasure>;

/** A UUID: certificates have names of their own, since the names of what was erased are erased too. */
export const erasureIdPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function hashOf(salt: string, id: string): string {
  return createHash('sha256').update(`${salt}:${id}`).digest('hex');
}

export function newErasure(
  kind: ErasureKind,
  subject: Subject,
  requestedBy: Erasure['requestedBy'],
  now: Date,
): Erasure {
  const salt = randomBytes(16).toString('hex');
  return {
    id: randomUUID(),
    ...{ kind, status: 'ERASING', requestedBy, requestedAt: now.toISOString(), subject },
    ...{ salt, hash: hashOf(salt, subject.id), removed: {}, failures: {} },
  };
}
