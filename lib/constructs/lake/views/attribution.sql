-- Only events with the id of a row. A film that was found without a row is not attributed.
WITH steps AS (
  SELECT i.day, i.row_id, count(*) AS impressions, 0 AS clicks, 0 AS starts, 0 AS finishes, 0E0 AS watch_seconds
  FROM interactions_once AS i
  CROSS JOIN UNNEST(i.asset_ids) AS t(shown)
  WHERE i.event = 'impression' AND i.row_id IS NOT NULL
  GROUP BY i.day, i.row_id
  UNION ALL
  SELECT day, row_id, 0, count(*), 0, 0, 0E0
  FROM interactions_once
  WHERE event = 'click' AND row_id IS NOT NULL
  GROUP BY day, row_id
  UNION ALL
  SELECT
    day,
    row_id,
    0,
    0,
    count(DISTINCT CASE WHEN starts THEN viewing END),
    count(DISTINCT CASE WHEN finishes THEN viewing END),
    coalesce(sum(watched), 0E0)
  FROM watches
  WHERE row_id IS NOT NULL
  GROUP BY day, row_id
)
SELECT
  day,
  row_id,
  CAST(sum(impressions) AS bigint) AS impressions,
  CAST(sum(clicks) AS bigint) AS clicks,
  CAST(sum(starts) AS bigint) AS starts,
  CAST(sum(finishes) AS bigint) AS finishes,
  sum(watch_seconds) AS watch_seconds,
  CAST(sum(clicks) AS double) / nullif(CAST(sum(impressions) AS double), 0E0) AS click_rate
FROM steps
GROUP BY day, row_id
