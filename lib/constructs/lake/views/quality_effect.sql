WITH played AS (
  SELECT
    user_id || ' ' || session_id || ' ' || asset_id AS viewing,
    coalesce(sum(rebuffer_ms) / nullif(sum(played_ms) + sum(rebuffer_ms), 0E0), 0E0) AS ratio
  FROM interactions_once
  WHERE event = 'quality' AND day >= CAST(CAST(current_date - INTERVAL '28' DAY AS date) AS varchar)
  GROUP BY 1
),
watched AS (
  SELECT viewing, sum(watched) AS seconds, least(sum(watched) / max(duration), 1E0) AS share
  FROM watches
  WHERE day >= CAST(CAST(current_date - INTERVAL '28' DAY AS date) AS varchar)
  GROUP BY viewing
),
banded AS (
  SELECT
    CASE
      WHEN p.ratio = 0E0 THEN 'none'
      WHEN p.ratio < 0.01E0 THEN 'under 1 %'
      WHEN p.ratio < 0.05E0 THEN '1–5 %'
      ELSE 'over 5 %'
    END AS rebuffer_band,
    w.seconds,
    w.share
  FROM played AS p
  JOIN watched AS w ON w.viewing = p.viewing
)
SELECT
  rebuffer_band,
  count(*) AS sessions,
  avg(share) AS watched_share,
  sum(seconds) AS watch_seconds
FROM banded
GROUP BY rebuffer_band
