-- One row for each viewer, title and type of event, with its last time. A title counts by the seconds that were watched,
-- which the function `events` has limited to the time that had passed: those of its start for `Watch`, half of the film
-- for `Finish`. Clicks and ratings cannot be checked, so they count only for titles that their viewer has started.
WITH started AS (
  SELECT
    user_id,
    asset_id,
    max(happened_at) AS watched_at,
    max(CASE WHEN position >= 0.95E0 * duration THEN happened_at END) AS finished_at,
    sum(watched) >= 0.5E0 * max(duration) AS is_half_watched
  FROM watches
  WHERE personalised
  GROUP BY user_id, asset_id
  HAVING sum(watched) >= max(start_seconds)
),
said AS (
  SELECT user_id, asset_id, event, max(happened_at) AS said_at, max_by(rating, happened_at) AS rating
  FROM interactions_once
  WHERE personalised AND event IN ('click', 'rate')
  GROUP BY user_id, asset_id, event
)
SELECT
  user_id,
  asset_id AS item_id,
  CAST(floor(to_unixtime(watched_at)) AS bigint) AS "timestamp",
  'Watch' AS event_type,
  CAST(NULL AS double) AS event_value
FROM started
UNION ALL
SELECT user_id, asset_id, CAST(floor(to_unixtime(finished_at)) AS bigint), 'Finish', CAST(NULL AS double)
FROM started
WHERE finished_at IS NOT NULL AND is_half_watched
UNION ALL
SELECT
  t.user_id,
  t.asset_id,
  CAST(floor(to_unixtime(t.said_at)) AS bigint),
  CASE WHEN t.event = 'rate' THEN 'Rate' ELSE 'Click' END,
  CAST(t.rating AS double)
FROM said AS t
JOIN started AS s ON s.user_id = t.user_id AND s.asset_id = t.asset_id
