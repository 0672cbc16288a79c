import { Duration, Validations } from 'aws-cdk-lib';
import { ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Stage } from '../config';
import { PrivateBucket } from './private-bucket';

export interface AccessLogProps {
  readonly stage: Stage;
  /** CloudFront hands its logs over by an access control list. @default false */
  readonly forCloudFront?: boolean;
}

/** Where the access logs of buckets and distributions are kept. S3 delivers them only to buckets with S3's own key. */
export class AccessLog extends PrivateBucket {
  constructor(scope: Construct, id: string, { stage, forCloudFront }: AccessLogProps) {
    super(scope, id, {
      stage,
      ...(forCloudFront && { objectOwnership: ObjectOwnership.OBJECT_WRITER }),
      lifecycleRules: [{ id: 'forget', expiration: Duration.days(stage.protectData ? 180 : 14) }],
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'This bucket holds the access logs; logging access to it would log itself.',
    });
  }
}
