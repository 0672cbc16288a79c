WITH sessions AS (
  SELECT
    day,
    coalesce(device, 'other') AS device,
    user_id,
    session_id,
    max(startup_ms) AS startup_ms,
    sum(played_ms) AS played_ms,
    sum(rebuffer_ms) AS rebuffer_ms,
    sum(rebuffer_count) AS rebuffers,
    sum(bitrate_kbps * played_ms) AS kbps_ms,
    sum(CASE WHEN bitrate_kbps IS NOT NULL THEN played_ms END) AS measured_ms,
    sum(errors) AS errors
  FROM interactions_once
  WHERE event = 'quality'
  GROUP BY day, coalesce(device, 'other'), user_id, session_id
)
SELECT
  day,
  device,
  count(*) AS sessions,
  approx_percentile(startup_ms, 0.5) AS startup_p50_ms,
  approx_percentile(startup_ms, 0.95) AS startup_p95_ms,
  sum(rebuffer_ms) / nullif(sum(played_ms) + sum(rebuffer_ms), 0E0) AS rebuffer_ratio,
  3600000E0 * CAST(sum(rebuffers) AS double) / nullif(sum(played_ms), 0E0) AS rebuffers_per_hour,
  sum(kbps_ms) / nullif(sum(measured_ms), 0E0) AS bitrate_kbps,
  count(CASE WHEN errors > 0 THEN 1 END) AS sessions_with_error,
  CAST(count(CASE WHEN errors > 0 THEN 1 END) AS double) / count(*) AS error_rate
FROM sessions
GROUP BY day, device
