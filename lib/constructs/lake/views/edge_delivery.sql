-- Players send CMCD (CTA-5004) in the query: a list of keys, some with values, percent-encoded as one value, and
-- encoded once more by some logs. It is not decoded: decoding an invalid value of a client would fail the query.
WITH requests AS (
  SELECT
    replace(day, '/', '-') AS day,
    CASE
      WHEN cs_uri_stem LIKE '/api/%' THEN 'api'
      WHEN cs_uri_stem NOT LIKE '/v/%' THEN 'page'
      WHEN cs_uri_stem LIKE '%.m3u8' OR cs_uri_stem LIKE '%.mpd' THEN 'manifest'
      WHEN cs_uri_stem LIKE '%.vtt' THEN 'captions'
      ELSE 'segment'
    END AS kind,
    TRY_CAST(sc_bytes AS bigint) AS bytes,
    x_edge_result_type IN ('Hit', 'RefreshHit', 'OriginShieldHit') AS hit,
    TRY_CAST(sc_status AS integer) >= 400 AS failed,
    regexp_like(cs_uri_query, '(^|&)CMCD=') AS reported,
    regexp_like(cs_uri_query, '(^|&)CMCD=([^&]*(,|%(25)?2[Cc]))?bs(,|%(25)?2[Cc]|&|$)') AS starved,
    TRY_CAST(
      regexp_extract(cs_uri_query, '(?:^|&)CMCD=(?:[^&]*(?:,|%(?:25)?2[Cc]))?mtp(?:=|%(?:25)?3[Dd])([0-9]+)', 1) AS bigint
    ) AS throughput
  FROM edge_requests
  WHERE day >= replace(CAST(CAST(current_date - INTERVAL '28' DAY AS date) AS varchar), '-', '/')
)
SELECT
  day,
  kind,
  count(*) AS requests,
  CAST(coalesce(sum(bytes), 0) AS bigint) AS bytes,
  CAST(count(CASE WHEN hit THEN 1 END) AS double) / count(*) AS hit_ratio,
  CAST(count(CASE WHEN failed THEN 1 END) AS double) / count(*) AS error_ratio,
  CAST(count(CASE WHEN starved THEN 1 END) AS double) / nullif(count(CASE WHEN reported THEN 1 END), 0)
    AS starvation_ratio,
  CAST(approx_percentile(throughput, 0.5) AS double) AS throughput_p50_kbps
FROM requests
GROUP BY day, kind
