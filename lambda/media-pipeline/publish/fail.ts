import type { Asset, Reason } from '../../shared/assets';
import type { RefusalCode } from '../../shared/reasons';
import type { Run } from '../../shared/run';
import type { FailInput } from '../messages';
import type { Assets as PublishAssets } from './publish';
import { reasonFor } from './reasons';
import { settled } from './speech-record';

type RunOf = Pick<Run, 'assetId' | 'run'>;

export interface Assets extends Pick<PublishAssets, 'find' | 'revise'> {
  /** Returns the earlier record; `undefined` if the asset has a later run or is published, which changes nothing. */
  fail(run: RunOf, reason: Reason): Promise<Asset | undefined>;
  noteAnnouncement(run: RunOf): Promise<void>;
}

/** A failed asset, for operators. It does not name the owner: messages are kept by their receivers (docs/adr/0045). */
export interface Failure extends Reason {
  readonly assetId: string;
  readonly run: string;
  /** Finds the run's lines in the logs. */
  readonly correlationId?: string;
  readonly title: string;
  /** The name and the cause of the error in the workflow. */
  readonly error: string;
  readonly cause?: string;
}

export interface Announcements {
  announce(failure: Failure): Promise<void>;
}

/** The maximum number of attempts at a change with which other functions compete. */
const maxAttempts = 5;

/** The error of an attempt whose languages are too expensive, which their creator has to know. */
const aboveBudget: RefusalCode = 'AboveBudget';

/** Marks a published asset as ready, without the languages that were not completed: it does not fail. */
async function settle(input: FailInput, assets: Assets): Promise<void> {
  const { assetId, run, attempt = run, error } = input;
  const reason = error === aboveBudget ? reasonFor(input) : undefined;
  for (let tried = 0; tried < maxAttempts; tried++) {
    const asset = await assets.find(assetId);
    if (!asset || asset.run !== run || !(asset.status === 'PLAYABLE' || asset.status === 'READY')) return;
    // The film's own execution may continue after an attempt for some languages has failed.
    const status = attempt === run ? 'READY' : asset.status;
    const change = { status, speech: settled(asset, attempt, reason), waiting: undefined };
    if (await assets.revise({ assetId, run }, asset.revision ?? 0, change)) return;
  }
  throw new Error(`The asset ${assetId} is being changed by too many functions at the same time`);
}

/**
 * Marks the run's asset as failed and notifies the operators, once. Returns the reason, and whether it was applied: a
 * published asset stays published, and a run that was replaced by a later one changes nothing.
 */
export async function fail(
  input: FailInput,
  { assets, announcements }: { readonly assets: Assets; readonly announcements: Announcements },
): Promise<Reason & { readonly applied: boolean }> {
  const reason = reasonFor(input);
  const asset = await assets.fail(input, reason);
  if (!asset) {
    await settle(input, assets);
    return { ...reason, applied: false };
  }
  // Called for the second time, by the event of the execution's end.
  const wasFailed = asset.status === 'FAILED';
  if (asset.failureAnnounced !== input.run) {
    const { assetId, run, correlationId, error, cause } = input;
    const { title } = asset;
    await announcements.announce({ assetId, run, correlationId, title, ...reason, error, cause });
    await assets.noteAnnouncement(input);
  }
  return { ...reason, applied: !wasFailed };
}
