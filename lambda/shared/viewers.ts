import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';

/** Ages from which a film may be watched; 0 is for everybody. */
export const ageRatings = [0, 6, 12, 16, 18] as const;
export const ageRating = z.union([z.literal(0), z.literal(6), z.literal(12), z.literal(16), z.literal(18)]);
export type AgeRating = z.output<typeof ageRating>;

/** 128 bits in base64url, of which the last character has two. No hyphen comes first, where a command line has options. */
export const pseudonymPattern = /^\w[\w-]{20}[AQgw]$/;

/** Returns a random pseudonym: nothing about its viewer can be computed from it. */
export function newPseudonym(): string {
  for (;;) {
    const pseudonym = randomBytes(16).toString('base64url');
    if (pseudonymPattern.test(pseudonym)) return pseudonym;
  }
}

/** A row of the `viewers` table: a viewer's settings. It is the only link between a `sub` and a pseudonym. */
export const viewer = z.object({
  /** The user pool's `sub`. */
  id: z.string(),
  /**
   * The viewer's id in paths, in the lake and in Personalize (docs/adr/0045).
   * @default - not made yet: rows of earlier versions get one when their viewer is next active
   */
  pseudonym: z.optional(z.string().check(z.regex(pseudonymPattern))),
  /** Whether the viewer's interactions are used for recommendations. */
  personalised: z.boolean(),
  /** BCP 47 tags of the languages that the viewer understands; empty for all languages. */
  languages: z.array(z.string()),
  /** The viewer's own choice: films with a higher age rating are hidden. */
  ageLimit: ageRating,
  /** The maximum that an administrator set for the viewer's choice. @default - none */
  ageCeiling: z.optional(ageRating),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Viewer = z.output<typeof viewer>;

/** A viewer whose row has a pseudonym. */
export type KnownViewer = Viewer & { readonly pseudonym: string };

/** The default settings. */
export const unchosen = { personalised: true, languages: [], ageLimit: 18 } as const satisfies Partial<Viewer>;

/** The age limit in force: the viewer's choice, and never more than an administrator allows. */
export function effectiveLimit({ ageLimit, ageCeiling }: Pick<Viewer, 'ageLimit' | 'ageCeiling'>): AgeRating {
  return ageCeiling !== undefined && ageCeiling < ageLimit ? ageCeiling : ageLimit;
}

/** A film's age rating. Without one, it is taken for a film for adults: its creator has not said that it suits children. */
export function effectiveRating({ ageRating }: { readonly ageRating?: AgeRating }): AgeRating {
  return ageRating ?? 18;
}

/** A viewer's progress in a film. */
export const progress = z.object({
  assetId: z.string(),
  /** The position and the film's duration, in seconds. */
  position: z.number(),
  duration: z.number(),
  /** Whether the viewer has reached the end at least once. */
  finished: z.boolean(),
  /** ISO 8601. */
  at: z.string(),
});
export type Progress = z.output<typeof progress>;

/** Share of a film after which it counts as finished. */
export const finishedShare = 0.95;

/** Share of a film after which it counts as started, and the maximum of it in seconds. */
export const startedShare = 0.05;
export const startedSeconds = 30;
/** Share of a film that a viewer must have watched for its end to count for the recommenders. */
export const finishedWatchedShare = 0.5;
