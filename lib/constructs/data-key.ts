import { Duration } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../config';

export interface DataKeyProps {
  readonly stage: Stage;
  /** What is encrypted with it. */
  readonly description: string;
}

/** A customer managed key that rotates once a year. */
export class DataKey extends Key {
  constructor(scope: Construct, id: string, { stage, description }: DataKeyProps) {
    super(scope, id, {
      description,
      enableKeyRotation: true,
      removalPolicy: stage.removalPolicy,
      // A key deleted by mistake takes all its data along: the longest wait where the data matters.
      pendingWindow: Duration.days(stage.protectData ? 30 : 7),
    });
  }
}
