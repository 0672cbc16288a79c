import * as z from 'zod/mini';

/** Ages from which a film may be watched; 0 is for everybody. */
export const ageRatings = [0, 6, 12, 16, 18] as const;
export const ageRating = z.union([z.literal(0), z.literal(6), z.literal(12), z.literal(16), z.literal(18)]);
export type AgeRating = z.output<typeof ageRating>;

/** A row of the `viewers` table: what a viewer chose. */
export const viewer = z.object({
  /** The user pool's `sub`. */
  id: z.string(),
  /** Whether what they do makes their recommendations. */
  personalised: z.boolean(),
  /** BCP 47 tags of the languages that they understand; empty: any. */
  languages: z.array(z.string()),
  /** Films for an older age are not recommended. */
  ageLimit: ageRating,
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Viewer = z.output<typeof viewer>;

/** What holds for a viewer who chose nothing yet. */
export const unchosen = { personalised: true, languages: [], ageLimit: 18 } as const satisfies Partial<Viewer>;

/** How far a viewer got in a film. */
export const progress = z.object({
  assetId: z.string(),
  /** Seconds from its start; its length. */
  position: z.number(),
  duration: z.number(),
  /** Seen to (nearly) the end, once. */
  finished: z.boolean(),
  /** ISO 8601. */
  at: z.string(),
});
export type Progress = z.output<typeof progress>;

/** How much of a film is the end of it: who has seen this share has seen it. */
export const finishedShare = 0.95;

/** How much of a film makes having watched it: the first twentieth, or half a minute of it. */
export const startedShare = 0.05;
export const startedSeconds = 30;
