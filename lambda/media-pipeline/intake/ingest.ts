import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { type Asset, assetIdOfSource, type Source } from '../../shared/assets';
import type { Run } from '../../shared/run';

/**
 * EventBridge's "Object Created" of S3.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export const objectCreated = z.object({
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      size: z.number(),
      etag: z.optional(z.string()),
      // Absent only when the bucket is not versioned, which ours is.
      'version-id': z.string(),
      sequencer: z.string().check(z.regex(/^[0-9A-Fa-f]+$/)),
    }),
  }),
});
export type ObjectCreated = z.output<typeof objectCreated>;

export type Outcome = 'started' | 'duplicate' | 'stale' | 'foreign-key' | 'unknown-asset';

/** A source that has come, and the one execution that it is worth. */
export interface Arrival extends Run {
  /** Names the execution too: a name can be used once in 90 days. */
  readonly executionName: string;
  /** Compares as a string: the greater came later. */
  readonly sequence: string;
}

export interface Assets {
  find(id: string): Promise<Asset | undefined>;
  /** Takes up the source, unless a later or the same one was taken up already. */
  takeUp(arrival: Arrival): Promise<'taken' | 'same' | 'stale' | 'deleted'>;
}

export interface Arrivals {
  /** Whether its execution was started before. Notes the arrival if it is new. */
  isDone(arrival: Arrival): Promise<boolean>;
  done(arrival: Arrival): Promise<void>;
}

export interface Workflow {
  /** Once for each name, however often it is called. */
  start(name: string, input: Run): Promise<void>;
}

/** S3 tells to pad sequencers with zeros on the right before they are compared. Ours are 16 to 20 digits. */
const sequencerDigits = 40;

function arrivalOf(assetId: string, source: Source, sequencer: string): Arrival {
  const digest = createHash('sha256').update(`${source.bucket}\n${source.key}\n${source.versionId}`).digest('hex');
  return {
    assetId,
    source,
    run: digest.slice(0, 8),
    executionName: `${assetId}-${digest.slice(0, 32)}`,
    sequence: sequencer.toUpperCase().padEnd(sequencerDigits, '0'),
  };
}

/**
 * Starts the workflow for a new source, exactly once: events come twice, late, and in any order. Each step may be
 * repeated, and the note that it is done is written last, so a crash anywhere is healed by the next attempt.
 */
export async function ingest(
  { detail: { bucket, object } }: ObjectCreated,
  ports: { readonly assets: Assets; readonly arrivals: Arrivals; readonly workflow: Workflow },
): Promise<Outcome> {
  const assetId = assetIdOfSource(object.key);
  if (!assetId) return 'foreign-key';
  const asset = await ports.assets.find(assetId);
  if (!asset || asset.status === 'DELETED') return 'unknown-asset';

  const { etag, size } = object;
  const source = { bucket: bucket.name, key: object.key, versionId: object['version-id'], etag, size };
  const arrival = arrivalOf(assetId, source, object.sequencer);
  if (await ports.arrivals.isDone(arrival)) return 'duplicate';
  const taken = await ports.assets.takeUp(arrival);
  if (taken === 'stale') return 'stale';
  if (taken === 'deleted') return 'unknown-asset';
  await ports.workflow.start(arrival.executionName, { assetId, run: arrival.run, source });
  await ports.arrivals.done(arrival);
  return 'started';
}
