-- Players stop a little before the end, so the last second counts as the end.
WITH furthest AS (
  SELECT
    asset_id,
    user_id,
    max(CASE WHEN position >= duration - 1E0 THEN 100E0 ELSE 100E0 * position / duration END) AS reached
  FROM watches
  WHERE day >= CAST(CAST(current_date - INTERVAL '90' DAY AS date) AS varchar)
  GROUP BY asset_id, user_id
)
SELECT
  f.asset_id,
  coalesce(c.title, f.asset_id) AS title,
  CAST(s.percent AS bigint) AS percent,
  count(CASE WHEN f.reached >= s.percent THEN 1 END) AS viewers,
  CAST(count(CASE WHEN f.reached >= s.percent THEN 1 END) AS double) / count(*) AS share
FROM furthest AS f
CROSS JOIN UNNEST(sequence(0, 100, 5)) AS s(percent)
LEFT JOIN catalogue AS c ON c.id = f.asset_id
GROUP BY f.asset_id, coalesce(c.title, f.asset_id), s.percent
