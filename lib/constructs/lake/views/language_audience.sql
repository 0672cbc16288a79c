-- The first language of a title is the original one.
SELECT
  w.day,
  w.asset_id,
  coalesce(c.title, w.asset_id) AS title,
  coalesce(w.audio, 'unknown') AS audio,
  coalesce(w.captions, 'none') AS captions,
  coalesce(w.audio <> element_at(c.audio, 1), false) AS is_dub,
  count(DISTINCT CASE WHEN w.starts THEN w.viewing END) AS views,
  count(DISTINCT w.user_id) AS viewers,
  coalesce(sum(w.watched), 0E0) AS watch_seconds
FROM watches AS w
LEFT JOIN catalogue AS c ON c.id = w.asset_id
GROUP BY 1, 2, 3, 4, 5, 6
