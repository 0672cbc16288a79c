import type { Utterance } from './messages';

/**
 * Thresholds of the recogniser's confidence. Measured with the English model, as the mean of the words' confidence:
 * readings and presenters .87 to .94, a speech synthesizer .82; speech played backwards .64, Spanish, French, German
 * and Italian .53 to .60; music and machines at most .52, and rarely more than a word.
 */
const thresholds = {
  /** Below this, the sound is not in the model's language. */
  language: 0.72,
  /** Below this, an utterance is not presented as speech. */
  utterance: 0.68,
  /** Seconds of words that are needed to judge a language. Less does not count as speech. */
  speech: 1,
} as const;

/** Returns the mean of the words' confidence; 0 if there are no words. */
export function confidenceOf(utterances: readonly Utterance[]): number {
  const words = utterances.flat();
  return words.length === 0 ? 0 : words.reduce((sum, { confidence }) => sum + confidence, 0) / words.length;
}

/** Removes utterances that are more likely noise, music or another language. */
export function withoutDoubtful(utterances: readonly Utterance[]): Utterance[] {
  return utterances.filter((utterance) => confidenceOf([utterance]) >= thresholds.utterance);
}

/** Returns whether the sound is speech in the recogniser's language, speech in another language, or not speech. */
export function judge(utterances: readonly Utterance[]): 'speech' | 'foreign' | 'none' {
  const seconds = utterances.flat().reduce((sum, { start, end }) => sum + end - start, 0);
  if (seconds < thresholds.speech) return 'none';
  return confidenceOf(utterances) >= thresholds.language ? 'speech' : 'foreign';
}
