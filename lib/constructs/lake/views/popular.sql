WITH started AS (
  SELECT asset_id, user_id, viewing, max(day) AS day
  FROM watches
  WHERE starts AND day > CAST(CAST(current_date - INTERVAL '28' DAY AS date) AS varchar)
  GROUP BY asset_id, user_id, viewing
)
SELECT
  asset_id,
  sum(power(0.5E0, date_diff('day', CAST(day AS date), current_date) / 7E0)) AS score,
  count(DISTINCT user_id) AS viewers
FROM started
GROUP BY asset_id
