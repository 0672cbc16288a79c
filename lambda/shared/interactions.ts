import * as z from 'zod/mini';
import { assetIdPattern } from './assets';

/** What a page made up to tell one thing from all others: URL-safe, 8 to 36 characters. */
const token = z.string().check(z.regex(/^[\w-]{8,36}$/));

const assetId = z.string().check(z.regex(assetIdPattern));
const language = z.string().check(z.minLength(2), z.maxLength(35));
const seconds = z.number();
const count = z.int().check(z.gte(0), z.lte(1_000_000));
const milliseconds = z.number().check(z.gte(0), z.lte(86_400_000));

/** How a film came to be shown, echoed from the answer of `GET /api/recommendations`. */
const origin = {
  /** Id of the row that it was in: `top-picks` and the like. */
  rowId: z.optional(z.string().check(z.maxLength(40))),
  /** Personalize takes no longer ones. */
  recommendationId: z.optional(z.string().check(z.maxLength(40))),
};

const common = {
  /** Version of this format. */
  v: z.literal(1),
  /** Made by the page, once: an event that is sent again keeps it. */
  id: token,
  /** When it happened, by the clock of the viewer's device: milliseconds since 1970. */
  at: z.number(),
  /** One stay on the page, signed in or not. */
  visit: token,
};

/** Some more of a film was played. */
export const watch = z.strictObject({
  ...common,
  type: z.literal('watch'),
  assetId,
  /** Playback session that it was played in. */
  sessionId: token,
  /** Where the last report left off, and where the film is now. Seconds from its start. */
  from: seconds,
  position: seconds,
  /** The film's length as the player knows it, in seconds. */
  duration: z.number().check(z.positive(), z.lte(86_400)),
  /** Seconds of playing since the last report; seeking and waiting are not playing. */
  watched: seconds,
  /** BCP 47 tag of the sound, and of the captions where they are shown. */
  audio: z.optional(language),
  captions: z.optional(language),
  ...origin,
});

/** Titles of a row came into sight. */
export const impression = z.strictObject({
  ...common,
  type: z.literal('impression'),
  assetIds: z.array(assetId).check(z.minLength(1), z.maxLength(50)),
  ...origin,
});

/** A title was chosen. */
export const click = z.strictObject({
  ...common,
  type: z.literal('click'),
  assetId,
  /** Its place in the row, from 0. */
  rank: z.optional(count),
  ...origin,
});

export const rate = z.strictObject({
  ...common,
  type: z.literal('rate'),
  assetId,
  rating: z.int().check(z.gte(1), z.lte(5)),
});

export const search = z.strictObject({
  ...common,
  type: z.literal('search'),
  query: z.string().check(z.minLength(1), z.maxLength(200)),
  results: count,
});

/** How well a film played since the last report. The keys of CTA-5004 (CMCD) that say the same are named at each. */
export const quality = z.strictObject({
  ...common,
  type: z.literal('quality'),
  assetId,
  sessionId: token,
  /** From the viewer's wish to the first picture; in a session's first report only. `msd` */
  startupMs: z.optional(milliseconds),
  /** Playing that it is measured over. */
  playedMs: milliseconds,
  /** Interruptions for want of data, and how long they were. `bs`, `bsd` */
  rebufferCount: count,
  rebufferMs: milliseconds,
  /** On average, in kbit/s. `br` */
  bitrateKbps: z.optional(z.number().check(z.gte(0), z.lte(1_000_000))),
  /** Errors, mended or not, and the last one's name. `ec` */
  errors: count,
  errorCode: z.optional(z.string().check(z.maxLength(80))),
  /** Pictures that came too late to be shown. `df` */
  droppedFrames: count,
});

/** What a viewer did, or saw. */
export const interaction = z.discriminatedUnion('type', [watch, impression, click, rate, search, quality]);
export type Interaction = z.output<typeof interaction>;
export type InteractionType = Interaction['type'];

export const interactionTypes = [
  'watch',
  'impression',
  'click',
  'rate',
  'search',
  'quality',
] as const satisfies readonly InteractionType[];

/** Most events in one request, and most bytes of it. */
export const maxEvents = 100;
export const maxEventsBytes = 256 * 1024;

/** What kind of screen it was; the page knows. */
export const devices = ['desktop', 'phone', 'tablet', 'tv', 'other'] as const;

/** Body of `POST /api/events`. Each event is checked by itself, against {@link interaction}. */
export const eventBatch = z.object({
  device: z._default(z.enum(devices), 'other'),
  /** The device's clock when it sent this: how far it is from ours is taken off every `at`. Milliseconds since 1970. */
  sentAt: z.number(),
  events: z.array(z.unknown()).check(z.minLength(1), z.maxLength(maxEvents)),
});

/** What became of one event of a batch. */
export interface EventReceipt {
  /** As sent; missing where it was not a string. */
  readonly id?: string;
  /** `duplicate`: it had been accepted before. `retry`: it could not be kept now, send it again. */
  readonly status: 'accepted' | 'duplicate' | 'refused' | 'retry';
  /** Why it was refused. */
  readonly reason?: { readonly code: string; readonly message: string };
  /** Members that were moved into what is possible. */
  readonly clamped?: readonly string[];
}

/**
 * One row of the lake's table `interactions`, as JSON for Firehose: the members of all types side by side in snake
 * case, those of other types left out. Times are `YYYY-MM-DD HH:MM:SS.mmm` in UTC, which the OpenX serializer reads.
 */
export interface LakeRecord {
  /** Partitions: the day of `happened_at`, and the type. */
  readonly day: string;
  readonly event: InteractionType;
  readonly id: string;
  readonly version: number;
  readonly user_id: string;
  /** Whether the viewer lets recommendations be made of this. */
  readonly personalised: boolean;
  readonly visit: string;
  readonly device: string;
  /** After correction by the device's clock. */
  readonly happened_at: string;
  readonly received_at: string;
  readonly session_id?: string;
  readonly asset_id?: string;
  readonly from_position?: number;
  readonly position?: number;
  readonly duration?: number;
  readonly watched?: number;
  readonly audio?: string;
  readonly captions?: string;
  readonly row_id?: string;
  readonly recommendation_id?: string;
  readonly asset_ids?: readonly string[];
  readonly rank?: number;
  readonly rating?: number;
  readonly query?: string;
  readonly results?: number;
  readonly startup_ms?: number;
  readonly played_ms?: number;
  readonly rebuffer_count?: number;
  readonly rebuffer_ms?: number;
  readonly bitrate_kbps?: number;
  readonly errors?: number;
  readonly error_code?: string;
  readonly dropped_frames?: number;
}
