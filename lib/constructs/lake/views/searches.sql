SELECT
  day,
  lower(trim(query)) AS query,
  count(*) AS searches,
  count(CASE WHEN results = 0 THEN 1 END) AS without_result
FROM interactions_once
WHERE event = 'search'
GROUP BY day, lower(trim(query))
