import * as z from 'zod/mini';
import { assetIdPattern } from './assets';
import type { InteractionType } from './event-names';
import { cleanedText } from './fields';

/** A unique id that the page created: URL-safe, 8 to 36 characters. */
const token = z.string().check(z.regex(/^[\w-]{8,36}$/));

const assetId = z.string().check(z.regex(assetIdPattern));
/** As the manifests name it: a BCP 47 tag. */
const language = z.string().check(z.maxLength(35), z.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/));
const seconds = z.number();
const count = z.int().check(z.gte(0), z.lte(1_000_000));
const milliseconds = z.number().check(z.gte(0), z.lte(86_400_000));

/** The origin of a title, from the response of `GET /api/recommendations`. */
const origin = {
  /** Id of the row with the title: `top-picks` and the like. */
  rowId: z.optional(cleanedText(40)),
  /** Personalize does not accept longer ids. */
  recommendationId: z.optional(cleanedText(40)),
};

const common = {
  /** Version of this format. */
  v: z.literal(1),
  /** The page creates the id. A repeated event has the same id. */
  id: token,
  /** Time of the event by the clock of the viewer's device, in milliseconds since 1970. */
  at: z.number(),
  /** One visit of the page, before and after the sign-in. */
  visit: token,
};

/** A further part of a film was played. */
const watch = z.strictObject({
  ...common,
  type: z.literal('watch'),
  assetId,
  /** A playback session of the viewer and the asset. Events of other sessions are refused. */
  sessionId: token,
  /** The position at the last report, and the current one, in seconds from the film's start. */
  from: seconds,
  position: seconds,
  /** The film's length as the player knows it, in seconds. */
  duration: z.number().check(z.positive(), z.lte(86_400)),
  /** Seconds of playback since the last report, without seeking and waiting. */
  watched: seconds,
  /** BCP 47 tags of the audio, and of the captions if they are shown. */
  audio: z.optional(language),
  captions: z.optional(language),
  ...origin,
});

/** Titles of a row became visible. */
const impression = z.strictObject({
  ...common,
  type: z.literal('impression'),
  assetIds: z.array(assetId).check(z.minLength(1), z.maxLength(50)),
  ...origin,
});

/** A title was chosen. */
const click = z.strictObject({
  ...common,
  type: z.literal('click'),
  assetId,
  /** The title's place in the row, counted from 0. */
  rank: z.optional(count),
  ...origin,
});

const rate = z.strictObject({
  ...common,
  type: z.literal('rate'),
  assetId,
  rating: z.int().check(z.gte(1), z.lte(5)),
});

const search = z.strictObject({
  ...common,
  type: z.literal('search'),
  query: cleanedText(200),
  results: count,
});

/** Playback quality since the last report. The equivalent keys of CTA-5004 (CMCD) are at each member. */
const quality = z.strictObject({
  ...common,
  type: z.literal('quality'),
  assetId,
  sessionId: token,
  /** Time from the viewer's click to the first picture; only in the first report of a session. `msd` */
  startupMs: z.optional(milliseconds),
  /** Playback time that the values refer to. */
  playedMs: milliseconds,
  /** Number and duration of interruptions because of missing data. `bs`, `bsd` */
  rebufferCount: count,
  rebufferMs: milliseconds,
  /** Mean, in kbit/s. `br` */
  bitrateKbps: z.optional(z.number().check(z.gte(0), z.lte(1_000_000))),
  /** Number of errors, including recovered ones, and the name of the last one. `ec` */
  errors: count,
  errorCode: z.optional(cleanedText(80)),
  /** Frames that were decoded too late. `df` */
  droppedFrames: count,
});

/** An event about a viewer. */
export const interaction = z.discriminatedUnion('type', [watch, impression, click, rate, search, quality]);
export type Interaction = z.output<typeof interaction>;

/** Maximum of events in one request, and maximum of its bytes. */
const maxEvents = 100;
export const maxEventsBytes = 256 * 1024;

/** The kind of device, from the page. */
const devices = ['desktop', 'phone', 'tablet', 'tv', 'other'] as const;

/** Body of `POST /api/events`. Each event is checked separately with {@link interaction}. */
export const eventBatch = z.object({
  device: z._default(z.enum(devices), 'other'),
  /** When the device sent the batch, by its clock, in milliseconds since 1970: corrects the `at` of every event. */
  sentAt: z.number(),
  events: z.array(z.unknown()).check(z.minLength(1), z.maxLength(maxEvents)),
});

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
  /** The viewer's pseudonym (docs/adr/0045). */
  readonly user_id: string;
  /** Whether the viewer allows recommendations from this event. */
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
