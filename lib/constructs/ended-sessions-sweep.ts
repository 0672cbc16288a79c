import { Duration } from 'aws-cdk-lib';
import type { IKeyValueStore } from 'aws-cdk-lib/aws-cloudfront';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { sweepSessionsHandler } from '../../lambda/delivery/sweep-sessions.env';
import type { Stage } from '../config';
import { DeadLetters } from './dead-letters';
import { Handler } from './handler';
import { FunctionSchedule } from './schedule';

export interface EndedSessionsSweepProps {
  readonly stage: Stage;
  readonly store: IKeyValueStore;
}

/** Removes expired entries from the store of ended sessions every hour, so that no viewer's request has to. */
export class EndedSessionsSweep extends Construct {
  constructor(scope: Construct, id: string, { stage, store }: EndedSessionsSweepProps) {
    super(scope, id);
    const description = 'Removes expired entries from the store of ended sessions';
    const every = Duration.hours(1);
    const sweep = new Handler(this, 'Sweep', {
      stage,
      handler: sweepSessionsHandler,
      description,
      environment: { REVOCATIONS_ARN: store.keyValueStoreArn },
      // A full store has 3,000 pages.
      timeout: Duration.minutes(15),
    });
    Grant.addToPrincipal({
      grantee: sweep,
      actions: ['DescribeKeyValueStore', 'ListKeys', 'UpdateKeys'].map((name) => `cloudfront-keyvaluestore:${name}`),
      resourceArns: [store.keyValueStoreArn],
    });
    new FunctionSchedule(this, 'Schedule', {
      description,
      every,
      function: sweep.function,
      deadLetterQueue: new DeadLetters(this, 'DeadLetters', { stage }),
    });
  }
}
