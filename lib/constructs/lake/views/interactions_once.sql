-- A repeated event has the same id and may be in the table twice. Duplicates are removed per day and type, so that a
-- query for one day reads one day. (A duplicate on the other side of midnight stays.)
SELECT
  id,
  version,
  user_id,
  personalised,
  visit,
  device,
  happened_at,
  received_at,
  session_id,
  asset_id,
  from_position,
  position,
  duration,
  watched,
  audio,
  captions,
  row_id,
  recommendation_id,
  asset_ids,
  rank,
  rating,
  query,
  results,
  startup_ms,
  played_ms,
  rebuffer_count,
  rebuffer_ms,
  bitrate_kbps,
  errors,
  error_code,
  dropped_frames,
  day,
  event
FROM (
  SELECT *, row_number() OVER (PARTITION BY day, event, user_id, id ORDER BY received_at) AS copy
  FROM interactions
) AS copies
WHERE copy = 1
