-- The same events that are sent to Personalize when they happen, by the same rules.
SELECT
  user_id,
  asset_id AS item_id,
  CAST(floor(to_unixtime(happened_at)) AS bigint) AS "timestamp",
  'Watch' AS event_type,
  CAST(NULL AS double) AS event_value
FROM watches
WHERE personalised AND starts
UNION ALL
SELECT user_id, asset_id, CAST(floor(to_unixtime(happened_at)) AS bigint), 'Finish', CAST(NULL AS double)
FROM watches
WHERE personalised AND finishes
UNION ALL
SELECT user_id, asset_id, CAST(floor(to_unixtime(happened_at)) AS bigint), 'Click', CAST(NULL AS double)
FROM interactions_once
WHERE personalised AND event = 'click'
UNION ALL
SELECT user_id, asset_id, CAST(floor(to_unixtime(happened_at)) AS bigint), 'Rate', CAST(rating AS double)
FROM interactions_once
WHERE personalised AND event = 'rate'
