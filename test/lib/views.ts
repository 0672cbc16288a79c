const played = { views: 'bigint', viewers: 'bigint', watch_seconds: 'double' };

/** Columns of the views, by Hive's types. */
export const viewColumns: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  watch_time: { day: 'string', asset_id: 'string', title: 'string', ...played },
  completion: { asset_id: 'string', title: 'string', percent: 'bigint', viewers: 'bigint', share: 'double' },
  language_audience: {
    ...{ day: 'string', asset_id: 'string', title: 'string', audio: 'string', captions: 'string' },
    ...{ is_dub: 'boolean', ...played },
  },
  quality: {
    ...{ day: 'string', device: 'string', sessions: 'bigint', startup_p50_ms: 'double', startup_p95_ms: 'double' },
    ...{ rebuffer_ratio: 'double', rebuffers_per_hour: 'double', bitrate_kbps: 'double' },
    ...{ sessions_with_error: 'bigint', error_rate: 'double' },
  },
  quality_effect: { rebuffer_band: 'string', sessions: 'bigint', watched_share: 'double', watch_seconds: 'double' },
  funnel: {
    ...{ day: 'string', impressions: 'bigint', clicks: 'bigint', starts: 'bigint' },
    ...{ quarters: 'bigint', halves: 'bigint', finishes: 'bigint' },
  },
  attribution: {
    ...{ day: 'string', row_id: 'string', impressions: 'bigint', clicks: 'bigint', starts: 'bigint' },
    ...{ finishes: 'bigint', watch_seconds: 'double', click_rate: 'double' },
  },
  searches: { day: 'string', query: 'string', searches: 'bigint', without_result: 'bigint' },
  edge_delivery: {
    ...{ day: 'string', kind: 'string', requests: 'bigint', bytes: 'bigint', hit_ratio: 'double' },
    ...{ error_ratio: 'double', starvation_ratio: 'double', throughput_p50_kbps: 'double' },
  },
};
