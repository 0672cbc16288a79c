-- Clicks and ratings do not count, since they cannot be checked. A viewer counts with 20 interactions at most, so that at
-- least 50 viewers are needed for 1,000 (docs/adr/0039).
SELECT
  CAST(coalesce(sum(least(interactions, 20)), 0) AS bigint) AS interactions,
  count(CASE WHEN interactions >= 2 THEN 1 END) AS viewers_with_two
FROM (
  SELECT user_id, count(*) AS interactions
  FROM personalize_interactions
  WHERE event_type IN ('Watch', 'Finish')
  GROUP BY user_id
) AS viewers
