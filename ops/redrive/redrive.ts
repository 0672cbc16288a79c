import { table } from '../table';
import type { Calls } from './calls.client';
import type { Keeper } from './keeper';
import { type Call, type Letter, letterOf } from './letter';

/** Maximum of dead letters that one run reads. */
export const mostLetters = 1000;

export interface Outcome {
  readonly redriven: number;
  /** Dead letters that were kept, each with the reason. */
  readonly kept: readonly string[];
}

/** Reads the dead letters of a place, the oldest first. Release them when they are not needed any more. */
export async function readLetters(keeper: Keeper): Promise<Letter[]> {
  const found = await keeper.read(mostLetters);
  return [...found].sort((a, b) => a.at.getTime() - b.at.getTime()).map(letterOf);
}

/** Lists dead letters with their age, source, error and asset. */
export function list(letters: readonly Letter[], now: Date): string {
  const rows = letters.map(({ found, source, error, assetId = '-', why }) => [
    age(now.getTime() - found.at.getTime()),
    source,
    assetId,
    `${shortened(error)}${why === undefined ? '' : ` (cannot be redriven: ${why})`}`,
  ]);
  return table([['AGE', 'SOURCE', 'ASSET', 'ERROR'], ...rows]);
}

/**
 * Makes the call of each dead letter, and removes it only after the call was accepted. A run that ends in between makes
 * the call again the next time, which has no further effect: events and records arrive more than once in any case.
 * @param isOurs whether the receiver of a call belongs to the stage
 */
export async function redrive(
  letters: readonly Letter[],
  { keeper, calls, isOurs }: { readonly keeper: Keeper; readonly calls: Calls; isOurs(call: Call): boolean },
): Promise<Outcome> {
  const kept: string[] = [];
  let redriven = 0;
  for (const { found, source, call, why = '' } of letters) {
    try {
      if (!call) throw new Error(why);
      if (!isOurs(call)) throw new Error('its receiver does not belong to the stage');
      await calls.make(call);
      await keeper.remove(found);
      redriven += 1;
    } catch (error) {
      kept.push(`${found.id} (${source}): ${(error as Error).message}`);
      // A message that is not hidden any more needs no release.
      await keeper.release([found]).catch(() => {});
    }
  }
  return { redriven, kept };
}

/** One line without control characters: the text comes from errors, which can contain anything. */
function shortened(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

function age(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (Number.isNaN(minutes)) return '?';
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}
