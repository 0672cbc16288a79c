-- A viewer counts once for each title in the last day, and once for each earlier day, by the rule of `popular`. A title
-- needs 30 viewers, and one of every hundred viewers of the last day (docs/adr/0039). One is added to both counts, so that
-- the growth of a title with its first viewers is finite.
WITH counted AS (
  SELECT
    asset_id,
    user_id,
    CASE WHEN happened_at > localtimestamp - INTERVAL '1' DAY THEN 'lately' ELSE day END AS period
  FROM watches
  WHERE day >= CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
    AND happened_at > localtimestamp - INTERVAL '7' DAY
  GROUP BY 1, 2, 3
  HAVING sum(watched) >= max(start_seconds)
),
titles AS (
  SELECT
    asset_id,
    count(CASE WHEN period = 'lately' THEN 1 END) AS lately,
    count(CASE WHEN period <> 'lately' THEN 1 END) AS earlier
  FROM counted
  GROUP BY asset_id
),
everybody AS (
  SELECT count(DISTINCT user_id) AS viewers
  FROM counted
  WHERE period = 'lately'
)
SELECT t.asset_id, (t.lately + 1E0) / (t.earlier / 6E0 + 1E0) AS score, t.lately AS viewers
FROM titles AS t
CROSS JOIN everybody AS e
WHERE t.lately >= greatest(30E0, 0.01E0 * e.viewers)
