import type { Cue } from '../model';
import { lengthOf } from '../text';

/** Characters per second that adults read easily: the limit of Netflix's style guide for adult programmes. */
export const readingSpeed = 20;

/** Seconds that a cue stays on screen. */
export const minDuration = 1;
export const maxDuration = 7;

/** The seconds by which a cue may precede or follow its speech, if readers need the time. */
const maxEarly = 0.5;
const maxLate = 0.5;

/** A cue with the times of its speech, before {@link assignTimes}. */
export type Draft = Omit<Cue, 'index'>;

export function charactersOf(text: string): number {
  return lengthOf(text.replace('\n', ' '));
}

/** Rounds to milliseconds, which is the precision of WebVTT. */
const rounded = (seconds: number) => Math.round(seconds * 1000) / 1000;

/**
 * Extends each cue to the time that its readers need, if possible: into the silence after it, then into the silence before
 * it, and then into spare time of its neighbours. Cues never overlap, and never end after the film.
 */
export function assignTimes(drafts: readonly Draft[], duration = Number.POSITIVE_INFINITY): Cue[] {
  const end = Math.max(0, Number.isFinite(duration) ? duration : Number.MAX_SAFE_INTEGER);
  const cues = drafts.map((draft) => ({
    ...draft,
    start: Math.min(draft.start, end),
    end: Math.min(draft.end, draft.start + maxDuration, end),
    need: Math.min(maxDuration, Math.max(minDuration, charactersOf(draft.text) / readingSpeed)),
    latest: draft.start + maxLate,
  }));
  for (const [index, cue] of cues.entries()) {
    const next = cues[index + 1];
    cue.end = Math.max(cue.end, Math.min(cue.start + cue.need, next?.start ?? end, end));
    if (next && cue.end > next.start) cue.end = next.start;
  }
  for (const [index, cue] of cues.entries()) {
    const previous = cues[index - 1];
    const lacking = () => cue.need - (cue.end - cue.start);
    if (lacking() > 0) cue.start -= Math.max(0, Math.min(lacking(), maxEarly, cue.start - (previous?.end ?? 0)));
    if (lacking() > 0 && previous) {
      const spare = Math.max(0, previous.end - previous.start - previous.need);
      const taken = Math.min(lacking(), spare, maxEarly, cue.start - previous.start);
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
