import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { type Asset, assetIdOfSource, type Source } from '../../shared/assets';
import { log } from '../../shared/log';
import type { Run } from '../../shared/run';
import { filmRun } from '../../shared/run-inputs';

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
      // Missing only if the bucket is not versioned; the bucket of uploads is.
      'version-id': z.string(),
      sequencer: z.string().check(z.regex(/^[0-9A-Fa-f]+$/)),
    }),
  }),
});
export type ObjectCreated = z.output<typeof objectCreated>;

export type Outcome = 'started' | 'duplicate' | 'stale' | 'foreign-key' | 'unknown-asset';

/** An uploaded source and its one execution. */
export interface Arrival extends Run {
  /** The name of the execution. A name can be used once in 90 days. */
  readonly executionName: string;
  /** The sequencer; of two, the greater string belongs to the later upload. */
  readonly sequence: string;
}

export interface Assets {
  find(id: string): Promise<Asset | undefined>;
  /** Starts a run for the source, unless the asset already has the same or a later source. */
  startRun(arrival: Arrival): Promise<'taken' | 'same' | 'stale' | 'deleted'>;
}

export interface Arrivals {
  /** Whether its execution was started before. Records the arrival if it is new. */
  isDone(arrival: Arrival): Promise<boolean>;
  done(arrival: Arrival): Promise<void>;
}

export interface Workflow {
  /** Starts the execution; repeated calls with the same name start nothing. */
  startOnce(name: string, input: Run): Promise<void>;
}

/** S3's documentation requires sequencers to be padded with zeros on the right for comparison. They have 16 to 20 digits. */
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
 * Starts the workflow for a new source, exactly once: events may arrive twice, late, and in any order. Each step may be
 * repeated, and the record of the start is written last, so the next attempt completes the work after a crash.
 */
export async function ingest(
  { detail: { bucket, object } }: ObjectCreated,
  ports: { readonly assets: Assets; readonly arrivals: Arrivals; readonly workflow: Workflow },
): Promise<Outcome> {
  const assetId = assetIdOfSource(object.key);
  if (!assetId) return 'foreign-key';
  const asset = await ports.assets.find(assetId);
  if (!asset || asset.status === 'DELETED') return 'unknown-asset';

  log.about({ assetId });
  log.follow(asset.correlationId);
  const { etag, size } = object;
  const source = { bucket: bucket.name, key: object.key, versionId: object['version-id'], etag, size };
  const arrival = arrivalOf(assetId, source, object.sequencer);
  if (await ports.arrivals.isDone(arrival)) return 'duplicate';
  const started = await ports.assets.startRun(arrival);
  if (started === 'stale') return 'stale';
  if (started === 'deleted') return 'unknown-asset';
  await ports.workflow.startOnce(arrival.executionName, filmRun(assetId, arrival.run, source, asset.correlationId));
  await ports.arrivals.done(arrival);
  return 'started';
}
