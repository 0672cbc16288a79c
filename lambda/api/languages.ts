import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { estimateOf, totalOf, usdOf } from '../budget/estimate';
import type { Reservations } from '../budget/reservation';
import type { BudgetRules } from '../budget/reserve';
import type { Asset, LanguageRecord, Source, Speech } from '../shared/assets';
import type { HttpRequest } from '../shared/http';
import { isPublished } from '../shared/http-asset';
import { currentSpeech, isSameLanguage, isUnderWay } from '../shared/languages';
import { Problem } from '../shared/problem';
import { type NotedKeys, oncePerKey } from '../shared/request-key';
import type { SpeechRun } from '../shared/run';
import { speechRun } from '../shared/run-inputs';
import type { DailyUse } from '../shared/usage';
import { languageState, originalLanguage } from './language-state';
import { languageTags, maxLanguages } from './upload-request';

/** Body of `POST /api/assets/{id}/languages`. */
export const languagesRequest = z.strictObject({ languages: languageTags(1, 20) });

export interface LanguagesPorts {
  readonly records: LanguagesRecords;
  readonly workflow: SpeechWorkflow;
  readonly dailyUse: Pick<DailyUse<'languages'>, 'take'>;
  readonly budget: BudgetRules & { readonly reservations: Pick<Reservations, 'reserve'> };
  readonly keys: NotedKeys;
  readonly now: () => Date;
}

interface LanguagesRecords {
  find(id: string): Promise<Asset | undefined>;
  /** Makes the change unless the record has another run or `revision` by now, or is no longer published. */
  revise(seen: Asset, change: Claim, at: Date): Promise<Asset | undefined>;
}

interface SpeechWorkflow {
  /** Starts an attempt once: under the same name a second call changes nothing. */
  startSpeech(input: SpeechRun): Promise<void>;
}

export type Claim = Required<Pick<Asset, 'speech' | 'targetLanguages'>>;

export interface LanguagesOptions extends Pick<HttpRequest, 'key' | 'requestId'> {
  /** Whether the caller may go above the maxima of the budget. @default false */
  readonly isApproved?: boolean;
}

/** Attempts to change the record. Each language in progress may change it at any time. */
const maxTries = 8;

type Published = Asset & { readonly source: Source; readonly speech: Speech };

/**
 * Adds languages to a published asset, and retries missing ones. It claims the languages in the record under a new
 * attempt, and then starts the attempt's execution. It also starts the attempts of requested languages in progress
 * again, which has no effect unless this function ended between a claim and its start.
 * If the recognition of speech failed, it is retried with all wanted languages.
 * A request with a key changes nothing if it was carried out before. The key is noted last: a request that was not
 * completed has no other effect when it is repeated, since its languages are in progress.
 * Throws {@link Problem} 409 depending on the asset's state or above the budget, 429 above the day's maximum. See docs/adr/0007-retry-claims.md.
 */
export function addLanguages(
  ports: LanguagesPorts,
  seen: Asset,
  wanted: readonly string[],
  options: LanguagesOptions,
): Promise<Asset> {
  const { key } = options;
  return oncePerKey(ports.keys, key, {
    create: async () => {
      const asset = await claimLanguages(ports, seen, wanted, options);
      if (key) await ports.keys.note(key, seen.id);
      return asset;
    },
    replay: async () => seen,
  });
}

async function claimLanguages(
  ports: LanguagesPorts,
  seen: Asset,
  wanted: readonly string[],
  { key, requestId, isApproved = false }: LanguagesOptions,
): Promise<Asset> {
  const { records, workflow, dailyUse, now } = ports;
  let counted = 0;
  for (let tries = 0, asset: Asset | undefined = seen; tries < maxTries && asset; tries++) {
    const published = checked(asset, wanted);
    for (const attempt of begun(published, wanted)) await workflow.startSpeech(speechRun(published, attempt));
    const languages = unclaimed(published, wanted);
    if (languages.length === 0) return published;
    // Another try after a conflict counts only what is more than before.
    const use = key && `${key.id}:${counted}`;
    await dailyUse.take(seen.ownerId, 'languages', Math.max(0, languages.length - counted), use);
    counted = Math.max(counted, languages.length);
    const attempt = newAttempt();
    const made = { attempt, correlationId: requestId };
    const claimed = await records.revise(published, claim(published, languages, made), now());
    if (claimed) {
      try {
        await reserve(ports.budget, claimed as Published, attempt, isApproved);
        await workflow.startSpeech(speechRun(claimed as Published, attempt));
      } catch (error) {
        // The caller gets the first error even if the rollback fails. Repeating the request repairs the record.
        await rollback(records, published, attempt, now()).catch(() => {});
        throw error;
      }
      return claimed;
    }
    asset = await records.find(seen.id);
  }
  const detail = `Asset ${seen.id} is being changed by other requests. Try again in a moment.`;
  throw new Problem('changed-meanwhile', detail);
}

/**
 * Reserves the cost of an attempt. The attempt's execution does the same, for one that was claimed and then interrupted.
 * Throws {@link Problem} 409 above a maximum.
 */
async function reserve(
  { reservations, rates, limits, maxDurationSeconds }: LanguagesPorts['budget'],
  asset: Published,
  attempt: string,
  isApproved: boolean,
): Promise<void> {
  const { id, ownerId, durationSeconds } = asset;
  const { languages, original } = speechRun(asset, attempt).speech;
  // Speech that is recognized again is estimated by its length; whether its sound has to be extracted is not known yet.
  const probe = original ? undefined : { container: 'mp4', audio: [{ codec: 'AAC', track: 1, channels: 2 }] };
  const work = { probe, encodes: false, extracts: true, languages, durationSeconds };
  const parts = estimateOf(work, rates, maxDurationSeconds);
  const reservation = { assetId: id, attempt, ownerId, parts, framesPerSecond: 0 };
  const result = await reservations.reserve(reservation, isApproved ? undefined : limits);
  if (result.outcome !== 'above') return;
  const members = { limit: result.limit, maximum: usdOf(result.maximum), estimate: usdOf(totalOf(parts)) };
  const detail = `The languages cost about ${members.estimate.toFixed(2)} USD, which is above a limit of the platform. An administrator can add them.`;
  throw new Problem('above-budget', detail, { members });
}

/** Throws {@link Problem} 409 if the asset cannot have the languages, or cannot have them yet. */
function checked(asset: Asset, wanted: readonly string[]): Published {
  const { id, tracks, source } = asset;
  const speech = currentSpeech(asset);
  const silent = isPublished(asset) && tracks?.audio.length === 0;
  if (silent || speech?.status === 'none') {
    throw new Problem('no-speech', `Asset ${id} has no speech that can be captioned or dubbed.`);
  }
  if (!isPublished(asset) || !speech || !source) {
    const detail = 'Add languages when the film can be played and its speech has been recognized.';
    throw new Problem('not-ready', detail);
  }
  const original = originalLanguage(asset);
  const same = wanted.filter((language) => original !== undefined && isSameLanguage(language, original));
  if (same.length > 0) {
    const detail = `The film's original language is ${original}. Request the languages without ${same.join(', ')}.`;
    throw new Problem('original-language', detail, { members: { languages: same } });
  }
  return { ...asset, source, speech };
}

/** The attempts in progress of the requested languages. */
function begun({ speech }: Published, wanted: readonly string[]): Set<string> {
  const isMeant = ({ language }: LanguageRecord) => speech.status === 'failed' || wanted.includes(language);
  const underWay = speech.languages.filter((record) => isUnderWay(record) && isMeant(record));
  return new Set(underWay.flatMap(({ attempt }) => attempt ?? []));
}

/** The languages for a new attempt: requested ones that neither exist nor are in progress. */
function unclaimed(asset: Published, wanted: readonly string[]): string[] {
  const { there, pending, missing } = languageState(asset);
  const languages = wanted.filter((language) => !there.includes(language) && !pending.includes(language));
  if (languages.length === 0 || asset.speech.status !== 'failed') return languages;
  if (pending.length > 0) {
    // A second attempt would recognize the same speech in parallel with the first.
    throw new Problem('speech-under-way', 'Add further languages when the speech has been recognized.');
  }
  return [...new Set([...missing.map(({ language }) => language), ...languages])];
}

function claim(
  { speech, targetLanguages = [] }: Published,
  languages: readonly string[],
  made: Required<Pick<LanguageRecord, 'attempt' | 'correlationId'>>,
): Claim {
  const known = new Set(speech.languages.map(({ language }) => language));
  const added = languages.filter((language) => !known.has(language));
  const targets = [...new Set([...targetLanguages, ...languages])];
  if (targets.length > maxLanguages) {
    const detail = `A film has at most ${maxLanguages} languages in addition to its original one.`;
    throw new Problem('too-many-languages', detail);
  }
  return {
    targetLanguages: targets,
    speech: {
      ...speech,
      languages: [
        ...speech.languages.map((record) => {
          const { language, captions } = record;
          return languages.includes(language) ? { language, captions, ...made } : record;
        }),
        ...added.map((language) => ({ language, ...made })),
      ],
    },
  };
}

/** Restores the languages of an attempt whose execution could not be started. */
async function rollback(records: LanguagesRecords, before: Published, attempt: string, at: Date): Promise<void> {
  for (let tries = 0; tries < maxTries; tries++) {
    const asset = await records.find(before.id);
    const speech = asset && currentSpeech(asset);
    const ours = new Set(speech?.languages.filter((record) => record.attempt === attempt).map((it) => it.language));
    if (!asset || !speech || ours.size === 0) return;
    const old = new Map(before.speech.languages.map((record) => [record.language, record]));
    const languages = speech.languages.flatMap((record) =>
      ours.has(record.language) ? (old.get(record.language) ?? []) : record,
    );
    const targetLanguages = asset.targetLanguages?.filter(
      (language) => !ours.has(language) || before.targetLanguages?.includes(language),
    );
    const change = { speech: { ...speech, languages }, targetLanguages: targetLanguages ?? [] };
    if (await records.revise(asset, change, at)) return;
  }
}

/** Eight hexadecimal digits. They name files and jobs of speech as a run names those of the picture. */
function newAttempt(): string {
  return randomBytes(4).toString('hex');
}
