SELECT
  w.day,
  w.asset_id,
  coalesce(c.title, w.asset_id) AS title,
  count(DISTINCT CASE WHEN w.starts THEN w.viewing END) AS views,
  count(DISTINCT w.user_id) AS viewers,
  coalesce(sum(w.watched), 0E0) AS watch_seconds
FROM watches AS w
LEFT JOIN catalogue AS c ON c.id = w.asset_id
GROUP BY w.day, w.asset_id, coalesce(c.title, w.asset_id)
