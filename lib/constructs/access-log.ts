import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../config';
import { logRule } from './log-retention';
import { PrivateBucket } from './private-bucket';

export interface AccessLogProps {
  readonly stage: Stage;
}

/** The bucket for access logs of other buckets. S3 only delivers them to buckets with S3's own key. */
export class AccessLog extends PrivateBucket {
  constructor(scope: Construct, id: string, { stage }: AccessLogProps) {
    super(scope, id, { stage, lifecycleRules: [logRule('forget', stage)] });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'This bucket holds the access logs; logging access to it would log itself.',
    });
  }
}
