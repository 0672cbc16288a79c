SELECT
  CAST(coalesce(sum(interactions), 0) AS bigint) AS interactions,
  count(CASE WHEN interactions >= 2 THEN 1 END) AS viewers_with_two
FROM (
  SELECT user_id, count(*) AS interactions
  FROM personalize_interactions
  GROUP BY user_id
) AS viewers
