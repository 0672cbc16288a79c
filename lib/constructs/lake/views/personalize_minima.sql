-- Only `Watch` counts: most recipes need 1,000 of it, and clicks and ratings cannot be checked. A viewer counts with 20 at
-- most, so that 1,000 need 50 viewers (docs/adr/0039).
SELECT
  CAST(coalesce(sum(least(interactions, 20)), 0) AS bigint) AS interactions,
  count(CASE WHEN interactions >= 2 THEN 1 END) AS viewers_with_two
FROM (
  SELECT user_id, count(*) AS interactions
  FROM personalize_interactions
  WHERE event_type = 'Watch'
  GROUP BY user_id
) AS viewers
