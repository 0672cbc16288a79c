-- A viewer counts once for each title, on the last day on which they watched it, and only after as many seconds as its
-- start has. The function `events` has limited the seconds to the time that had passed.
WITH counted AS (
  SELECT asset_id, user_id, max(day) AS day
  FROM watches
  WHERE day > CAST(CAST(current_date - INTERVAL '28' DAY AS date) AS varchar)
  GROUP BY asset_id, user_id
  HAVING sum(watched) >= max(start_seconds)
)
SELECT
  asset_id,
  sum(power(0.5E0, date_diff('day', CAST(day AS date), current_date) / 7E0)) AS score,
  count(*) AS viewers
FROM counted
GROUP BY asset_id
