import { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { reconcileHandler } from '../../lambda/media-pipeline/reconcile/reconcile.env';
import type { Stage } from '../config';
import type { StorageStack } from '../storage-stack';
import { DeadLetters } from './dead-letters';
import { Handler } from './handler';
import { FunctionSchedule } from './schedule';
import { grantStartAgain } from './workflow';

export interface ReconcilerProps {
  readonly stage: Stage;
  readonly storage: StorageStack;
  readonly workflow: StateMachine;
  /** The function that starts the workflow for a source. */
  readonly ingest: Handler;
  /** The function that records failures. */
  readonly fail: Handler;
}

/** Finds what is stuck in the media pipeline, and heals it or ends it with a reason: docs/adr/0044. */
export class Reconciler extends Construct {
  constructor(scope: Construct, id: string, { stage, storage, workflow, ingest, fail }: ReconcilerProps) {
    super(scope, id);
    const description = 'Finds films that are stuck, and heals them or ends them with a reason';
    const every = Duration.minutes(15);
    const reconcile = new Handler(this, 'Reconcile', {
      stage,
      handler: reconcileHandler,
      description,
      environment: {
        ASSETS_TABLE: storage.assets.tableName,
        UPLOADS_BUCKET: storage.uploads.bucketName,
        STATE_MACHINE_ARN: workflow.stateMachineArn,
        INGEST_ARN: ingest.function.functionArn,
        FAIL_ARN: fail.function.functionArn,
      },
      timeout: Duration.minutes(14),
    });
    storage.assets.grantItems(reconcile, 'UpdateItem', 'DeleteItem');
    storage.assets.grantQuery(reconcile, 'byCreation');
    storage.uploads.grantAbort(reconcile);
    grantStartAgain(workflow, reconcile);
    // CDK's own grant also allows versions and aliases.
    const resourceArns = [ingest, fail].map((handler) => handler.function.functionArn);
    Grant.addToPrincipal({ grantee: reconcile, actions: ['lambda:InvokeFunction'], resourceArns });
    new FunctionSchedule(this, 'Schedule', {
      description,
      every,
      function: reconcile.function,
      deadLetterQueue: new DeadLetters(this, 'DeadLetters', { stage }),
    });
  }
}
