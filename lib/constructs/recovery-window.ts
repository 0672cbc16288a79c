/**
 * Days to which data can be brought back: the longest window of DynamoDB's point-in-time recovery, and the time for which
 * buckets keep old versions. Were it shorter for buckets, a table could be restored to a day whose objects are gone.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
 */
export const recoveryDays = 35;
