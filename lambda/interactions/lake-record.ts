import type { Interaction, LakeRecord } from '../shared/interactions';

/** Who did it, on what, and when we heard of it. */
export interface Circumstances {
  readonly userId: string;
  readonly personalised: boolean;
  readonly device: string;
  /** As {@link timestamp} writes it. */
  readonly receivedAt: string;
}

/** The row that an event becomes in the lake. */
export function lakeRecord(
  event: Interaction,
  { userId, personalised, device, receivedAt }: Circumstances,
): LakeRecord {
  const happenedAt = timestamp(event.at);
  return {
    day: happenedAt.slice(0, 10),
    event: event.type,
    id: event.id,
    version: event.v,
    user_id: userId,
    personalised,
    visit: event.visit,
    device,
    happened_at: happenedAt,
    received_at: receivedAt,
    ...members(event),
  };
}

/** Milliseconds since 1970 as `YYYY-MM-DD HH:MM:SS.mmm` in UTC. */
export function timestamp(milliseconds: number): string {
  const iso = new Date(milliseconds).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, -1)}`;
}

function members(event: Interaction): Partial<LakeRecord> {
  switch (event.type) {
    case 'watch': {
      const { sessionId, assetId, from, position, duration, watched, audio, captions } = event;
      const where = { from_position: from, position, duration, watched };
      return { session_id: sessionId, asset_id: assetId, ...where, audio, captions, ...origin(event) };
    }
    case 'impression':
      return { asset_ids: event.assetIds, ...origin(event) };
    case 'click':
      return { asset_id: event.assetId, rank: event.rank, ...origin(event) };
    case 'rate':
      return { asset_id: event.assetId, rating: event.rating };
    case 'search':
      return { query: event.query, results: event.results };
    case 'quality':
      return {
        session_id: event.sessionId,
        asset_id: event.assetId,
        startup_ms: whole(event.startupMs),
        played_ms: whole(event.playedMs),
        rebuffer_count: event.rebufferCount,
        rebuffer_ms: whole(event.rebufferMs),
        bitrate_kbps: whole(event.bitrateKbps),
        errors: event.errors,
        error_code: event.errorCode,
        dropped_frames: event.droppedFrames,
      };
  }
}

function origin({ rowId, recommendationId }: { readonly rowId?: string; readonly recommendationId?: string }) {
  return { row_id: rowId, recommendation_id: recommendationId };
}

/** The lake's columns are integers, and the serializer takes nothing else for them. */
function whole(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}
