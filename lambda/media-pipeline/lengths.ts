import type { Reason } from '../shared/assets';
import { Refusal } from '../shared/errors';
import { reasonOf } from '../shared/reasons';
import type { Lengths, Probe } from './messages';

/** The refusal of a film above the maximum, in seconds. */
export function tooLong(maxDurationSeconds: number): Refusal {
  const hours = (maxDurationSeconds / 3600).toFixed(1);
  return new Refusal('TooLong', `The film is longer than the maximum of ${hours} hours.`);
}

export interface Encoded {
  readonly medium: keyof Lengths;
  /** Seconds. */
  readonly seconds: number;
}

export function declaredLengths({ durationSeconds, video, audio: [sound] }: Probe): Lengths {
  return {
    picture: video && (video.durationSeconds ?? durationSeconds),
    sound: sound && (sound.durationSeconds ?? durationSeconds),
  };
}

/** The tolerance in seconds: containers round, and the last frame or audio packet may be cut. */
const tolerance = (seconds: number) => Math.max(1, seconds * 0.01);

/**
 * Notes for the asset's creator about an encoding that is longer or shorter than its source. Each note is about the output
 * that differs most, of picture and of sound. Encodings that are far too short are not published: see `Truncated` in
 * `publish`.
 */
export function lengthNotes(declared: Lengths, encoded: readonly Encoded[]): Reason[] {
  return (['picture', 'sound'] as const).flatMap((medium) => {
    const expected = declared[medium];
    if (!expected) return [];
    const [worst] = encoded
      .filter((one) => one.medium === medium)
      .map(({ seconds }) => seconds)
      .toSorted((a, b) => Math.abs(b - expected) - Math.abs(a - expected));
    if (worst === undefined || Math.abs(worst - expected) <= tolerance(expected)) return [];
    const message = `The ${medium} is ${worst.toFixed(1)} s long; the uploaded file declares ${expected.toFixed(1)} s. Please check how the film ends.`;
    return [reasonOf('LengthDiffers', message)];
  });
}
