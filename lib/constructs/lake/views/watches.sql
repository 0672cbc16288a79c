-- A report passes the marks between its two positions. A film is started after a twentieth of it or half a minute,
-- whichever is earlier, and finished when a twentieth is left.
SELECT
  day,
  happened_at,
  user_id,
  personalised,
  user_id || ' ' || session_id || ' ' || asset_id AS viewing,
  asset_id,
  position,
  duration,
  watched,
  audio,
  captions,
  row_id,
  from_position < least(0.05E0 * duration, 30E0) AND position >= least(0.05E0 * duration, 30E0) AS starts,
  from_position < 0.25E0 * duration AND position >= 0.25E0 * duration AS quarters,
  from_position < 0.5E0 * duration AND position >= 0.5E0 * duration AS halves,
  from_position < 0.95E0 * duration AND position >= 0.95E0 * duration AS finishes,
  least(0.05E0 * duration, 30E0) AS start_seconds
FROM interactions_once
WHERE event = 'watch'
