import type { Interaction, LakeRecord } from '../shared/interactions';

/** The viewer and device of a batch, and when the batch arrived. */
export interface Circumstances {
  /** The viewer's pseudonym: the lake never has the user pool's `sub`. */
  readonly viewer: string;
  readonly personalised: boolean;
  readonly device: string;
  /** As {@link timestamp} writes it. */
  readonly receivedAt: string;
}

type Writable = { -readonly [Member in keyof LakeRecord]: LakeRecord[Member] };

/** Returns the lake's row of an event. It is built without copies, since a request has up to a hundred events. */
export function lakeRecord(event: Interaction, circumstances: Circumstances): LakeRecord {
  const happenedAt = timestamp(event.at);
  const record: Writable = {
    day: happenedAt.slice(0, 10),
    event: event.type,
    id: event.id,
    version: event.v,
    user_id: circumstances.viewer,
    personalised: circumstances.personalised,
    visit: event.visit,
    device: circumstances.device,
    happened_at: happenedAt,
    received_at: circumstances.receivedAt,
  };
  if ('assetId' in event) record.asset_id = event.assetId;
  if ('sessionId' in event) record.session_id = event.sessionId;
  if ('recommendationId' in event) record.recommendation_id = event.recommendationId;
  if ('rowId' in event) record.row_id = event.rowId;
  addMembers(record, event);
  return record;
}

/** The columns that only events of one type have. */
function addMembers(record: Writable, event: Interaction): void {
  switch (event.type) {
    case 'watch':
      record.from_position = event.from;
      record.position = event.position;
      record.duration = event.duration;
      record.watched = event.watched;
      record.audio = event.audio;
      record.captions = event.captions;
      break;
    case 'impression':
      record.asset_ids = event.assetIds;
      break;
    case 'click':
      record.rank = event.rank;
      break;
    case 'rate':
      record.rating = event.rating;
      break;
    case 'search':
      record.query = event.query;
      record.results = event.results;
      break;
    case 'quality':
      record.startup_ms = whole(event.startupMs);
      record.played_ms = whole(event.playedMs);
      record.rebuffer_count = event.rebufferCount;
      record.rebuffer_ms = whole(event.rebufferMs);
      record.bitrate_kbps = whole(event.bitrateKbps);
      record.errors = event.errors;
      record.error_code = event.errorCode;
      record.dropped_frames = event.droppedFrames;
      break;
  }
}

/** Rounds: the lake's columns are integers, and Firehose's serializer refuses other numbers in them. */
function whole(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}

const dayMs = 86_400_000;
const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
let lastDay = Number.NaN;
let dayText = '';

/** Milliseconds since 1970 as `YYYY-MM-DD HH:MM:SS.mmm` in UTC. `Date` writes the same, at six times the cost. */
export function timestamp(milliseconds: number): string {
  const day = Math.floor(milliseconds / dayMs);
  if (day !== lastDay) {
    lastDay = day;
    dayText = new Date(day * dayMs).toISOString().slice(0, 10);
  }
  const within = milliseconds - day * dayMs;
  const seconds = Math.floor(within / 1000);
  const time = `${two[Math.floor(seconds / 3600)]}:${two[Math.floor(seconds / 60) % 60]}:${two[seconds % 60]}`;
  return `${dayText} ${time}.${String(within % 1000).padStart(3, '0')}`;
}
