-- One is added to both counts, so that the growth of a title with its first start is finite.
WITH started AS (
  SELECT asset_id, user_id, viewing, max(happened_at) AS happened_at
  FROM watches
  WHERE starts AND day >= CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
    AND happened_at > localtimestamp - INTERVAL '7' DAY
  GROUP BY asset_id, user_id, viewing
),
counted AS (
  SELECT
    asset_id,
    count(CASE WHEN happened_at > localtimestamp - INTERVAL '1' DAY THEN 1 END) AS lately,
    count(CASE WHEN happened_at <= localtimestamp - INTERVAL '1' DAY THEN 1 END) AS earlier,
    count(DISTINCT CASE WHEN happened_at > localtimestamp - INTERVAL '1' DAY THEN user_id END) AS viewers
  FROM started
  GROUP BY asset_id
)
SELECT asset_id, (lately + 1E0) / (earlier / 6E0 + 1E0) AS score, viewers
FROM counted
WHERE lately > 0
