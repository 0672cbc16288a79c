import * as z from 'zod/mini';
import { log } from '../shared/log';
import type { Erasure } from './erasure';
import type { Erased, Store } from './stores';

/** The input of both functions that erase. It names no one: the history of executions cannot be erased. */
export const eraseInput = z.discriminatedUnion('action', [
  z.object({ action: z.literal('erase'), erasure: z.string(), store: z.string() }),
  z.object({ action: z.literal('search'), erasure: z.string(), store: z.string() }),
  z.object({ action: z.literal('certify'), erasure: z.string() }),
]);
export type EraseInput = z.output<typeof eraseInput>;

export interface ErasePorts {
  readonly records: {
    /** Reads consistently. */
    find(id: string): Promise<Erasure | undefined>;
    /** Adds to the certificate what a store removed, and what it could not. */
    note(id: string, store: string, erased: Erased): Promise<void>;
    /** Removes the subject, and sets the status and the time of the end. */
    certify(id: string, erasedAt: Date): Promise<void>;
  };
  readonly stores: Readonly<Record<string, Store | undefined>>;
  readonly now: () => Date;
}

export interface EraseOutput {
  readonly isComplete: boolean;
  readonly waitSeconds: number;
  /** What a search found. */
  readonly found: number;
}

const done: EraseOutput = { isComplete: true, waitSeconds: 1, found: 0 };

/** One step of an erasure. A store that the stage does not have holds nothing. Throws an `Error` for an unknown erasure. */
export async function erase(
  input: EraseInput,
  { records, stores, now }: ErasePorts,
  isOver: () => boolean,
): Promise<EraseOutput> {
  const record = await records.find(input.erasure);
  if (!record) throw new Error(`There is no erasure ${input.erasure}`);
  const { subject } = record;
  // It was certified by an earlier execution.
  if (!subject) return done;
  if (input.action === 'certify') {
    await records.certify(record.id, now());
    log.info('erased', { erasure: record.id, kind: record.kind, removed: record.removed });
    return done;
  }
  const target = { ...subject, erasure: record.id };
  const store = stores[input.store];
  if (!store) return done;
  if (input.action === 'search') {
    const found = await store.search(target);
    if (found > 0) log.warn('Something is left after an erasure', { erasure: record.id, store: input.store, found });
    return { ...done, found };
  }
  const erased = await store.erase(target, isOver);
  if (erased.failure !== undefined) {
    log.error('Something cannot be erased', { erasure: record.id, store: input.store, failure: erased.failure });
  }
  if (erased.removed > 0 || erased.failure !== undefined) await records.note(record.id, input.store, erased);
  return { isComplete: erased.isComplete, waitSeconds: erased.waitSeconds ?? 1, found: 0 };
}
