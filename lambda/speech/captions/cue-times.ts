import type { Cue } from '../model';
import { lengthOf } from '../text';

/** Characters a second that adults read with ease; Netflix's style guide has the same for adult programmes. */
export const readingSpeed = 20;

const shortest = 1;
const longest = 7;

/** Seconds that a cue may be earlier than its speech, or later, where readers need the time. */
const early = 0.5;
const late = 0.5;

/** A cue with the times of its speech. */
export type Draft = Omit<Cue, 'index'>;

export function charactersOf(text: string): number {
  return lengthOf(text.replace('\n', ' '));
}

/** Whole milliseconds: all that WebVTT can say. */
const rounded = (seconds: number) => Math.round(seconds * 1000) / 1000;

/**
 * Gives each cue the time that its reader needs, if there is any: first out of the silence after it, then before it,
 * and at last of its neighbours' spare time. Cues never overlap, nor last beyond the film.
 */
export function settle(drafts: readonly Draft[], duration = Number.POSITIVE_INFINITY): Cue[] {
  const end = Math.max(0, Number.isFinite(duration) ? duration : Number.MAX_SAFE_INTEGER);
  const cues = drafts.map((draft) => ({
    ...draft,
    start: Math.min(draft.start, end),
    end: Math.min(draft.end, draft.start + longest, end),
    need: Math.min(longest, Math.max(shortest, charactersOf(draft.text) / readingSpeed)),
    latest: draft.start + late,
  }));
  for (const [index, cue] of cues.entries()) {
    const next = cues[index + 1];
    cue.end = Math.max(cue.end, Math.min(cue.start + cue.need, next?.start ?? end, end));
    if (next && cue.end > next.start) cue.end = next.start;
  }
  for (const [index, cue] of cues.entries()) {
    const previous = cues[index - 1];
    const lacking = () => cue.need - (cue.end - cue.start);
    if (lacking() > 0) cue.start -= Math.max(0, Math.min(lacking(), early, cue.start - (previous?.end ?? 0)));
    if (lacking() > 0 && previous) {
      const spare = Math.max(0, previous.end - previous.start - previous.need);
      const taken = Math.min(lacking(), spare, early, cue.start - previous.start);
      if (taken > 0) {
        cue.start -= taken;
        previous.end = Math.min(previous.end, cue.start);
      }
    }
    const next = cues[index + 1];
    if (lacking() > 0 && next) {
      const spare = Math.max(0, next.end - next.start - next.need);
      const taken = Math.min(lacking(), spare, Math.max(0, next.latest - next.start));
      if (taken > 0) {
        next.start += taken;
        cue.end = Math.min(cue.end + taken, next.start);
      }
    }
  }
  return cues
    .map(({ start, end: until, text, speaker, brief }) => {
      return { start: rounded(start), end: rounded(until), text, speaker, brief };
    })
    .filter(({ start, end: until, text }) => until > start && text !== '')
    .map(({ speaker, brief, ...cue }, index) => ({
      index,
      ...cue,
      ...(speaker && { speaker }),
      ...(brief && { brief }),
    }));
}
