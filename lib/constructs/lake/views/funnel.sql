WITH steps AS (
  SELECT i.day, count(*) AS impressions, 0 AS clicks, 0 AS starts, 0 AS quarters, 0 AS halves, 0 AS finishes
  FROM interactions_once AS i
  CROSS JOIN UNNEST(i.asset_ids) AS t(shown)
  WHERE i.event = 'impression'
  GROUP BY i.day
  UNION ALL
  SELECT day, 0, count(*), 0, 0, 0, 0
  FROM interactions_once
  WHERE event = 'click'
  GROUP BY day
  UNION ALL
  SELECT
    day,
    0,
    0,
    count(DISTINCT CASE WHEN starts THEN viewing END),
    count(DISTINCT CASE WHEN quarters THEN viewing END),
    count(DISTINCT CASE WHEN halves THEN viewing END),
    count(DISTINCT CASE WHEN finishes THEN viewing END)
  FROM watches
  GROUP BY day
)
SELECT
  day,
  CAST(sum(impressions) AS bigint) AS impressions,
  CAST(sum(clicks) AS bigint) AS clicks,
  CAST(sum(starts) AS bigint) AS starts,
  CAST(sum(quarters) AS bigint) AS quarters,
  CAST(sum(halves) AS bigint) AS halves,
  CAST(sum(finishes) AS bigint) AS finishes
FROM steps
GROUP BY day
