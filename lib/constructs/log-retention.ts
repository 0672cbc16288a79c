import { Duration } from 'aws-cdk-lib';
import type { LifecycleRule } from 'aws-cdk-lib/aws-s3';
import type { Stage } from '../config';

/** Maximum of days for which a stage keeps logs: they contain addresses of viewers (docs/adr/0045). */
export const maxLogDays = 30;

/**
 * Deletes log objects of a versioned bucket when a log group deletes its events. The last day is that of the old version,
 * for which the bucket's own rule would keep it longer; the shorter of two expirations applies.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html
 * @param prefix of the log objects. @default - all objects of the bucket
 */
export function logRule(id: string, { logRetention }: Stage, prefix?: string): LifecycleRule {
  return {
    id,
    prefix,
    expiration: Duration.days(Math.max(1, logRetention - 1)),
    noncurrentVersionExpiration: Duration.days(1),
  };
}
