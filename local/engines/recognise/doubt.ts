import type { Utterance } from './messages';

/**
 * How sure a recogniser is, and what follows. Measured with the English model, as the mean of the words' confidence:
 * readings and presenters .87 to .94, a speech synthesizer .82; speech played backwards .64, Spanish, French, German and
 * Italian .53 to .60; music and machines at most .52, and rarely more than a word.
 */
const thresholds = {
  /** Below this, the sound is not in the model's language. */
  language: 0.72,
  /** Below this, what was made of the sound is not to be passed off as speech. */
  utterance: 0.68,
  /** Seconds of words that it takes to judge a language; less is no speech. */
  speech: 1,
} as const;

/** The mean of the words' confidence; 0 for none. */
export function confidenceOf(utterances: readonly Utterance[]): number {
  const words = utterances.flat();
  return words.length === 0 ? 0 : words.reduce((sum, { confidence }) => sum + confidence, 0) / words.length;
}

/** Leaves out what is more likely noise, music or another language than speech. */
export function withoutDoubtful(utterances: readonly Utterance[]): Utterance[] {
  return utterances.filter((utterance) => confidenceOf([utterance]) >= thresholds.utterance);
}

/** Whether the sound is speech in the recogniser's language, in another, or none. */
export function judge(utterances: readonly Utterance[]): 'speech' | 'foreign' | 'none' {
  const seconds = utterances.flat().reduce((sum, { start, end }) => sum + end - start, 0);
  if (seconds < thresholds.speech) return 'none';
  return confidenceOf(utterances) >= thresholds.language ? 'speech' : 'foreign';
}
