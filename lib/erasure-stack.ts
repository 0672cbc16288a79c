import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { eraseAssetHandler } from '../lambda/erasure/erase-asset.env';
import { eraseViewerHandler } from '../lambda/erasure/erase-viewer.env';
import { erasuresHandler } from '../lambda/erasure/erasures.env';
import { resumeErasuresHandler } from '../lambda/erasure/resume-erasures.env';
import { assetStores, viewerStores } from '../lambda/erasure/stores';
import { workKeys } from '../lambda/shared/content-layout';
import { encodeList } from '../lambda/shared/lists';
import type { AuthStack } from './auth-stack';
import { accessTokenMinutes } from './constructs/app-client';
import { DeadLetters } from './constructs/dead-letters';
import { ErasureWorkflow } from './constructs/erasure/erasure-workflow';
import { grantErase } from './constructs/erasure/grants';
import { Handler } from './constructs/handler';
import { FunctionSchedule } from './constructs/schedule';
import { acknowledgeBelow } from './constructs/wildcards';
import { grantStartAgain } from './constructs/workflow';
import type { DeliveryStack } from './delivery-stack';
import type { MediaPipelineStack } from './media-pipeline-stack';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { PersonalizationStack } from './personalization-stack';
import type { ReplicaStack } from './replica-stack';
import type { StorageStack } from './storage-stack';

export interface ErasureStackProps extends OmniStreamStackProps {
  readonly auth: AuthStack;
  readonly storage: StorageStack;
  readonly replica: ReplicaStack;
  readonly pipeline: MediaPipelineStack;
  readonly delivery: DeliveryStack;
  readonly personalization: PersonalizationStack;
}

/** S3 replicates most objects within this time, and an upload or a job that was stopped has ended. */
const assetSettle = Duration.minutes(15);
/** Access tokens that were issued before the user was deleted have expired, and requests with them have ended. */
const viewerSettle = Duration.minutes(accessTokenMinutes + 5);

/** Deletes assets and viewers: the routes, and the workflows that erase every trace and prove it (docs/erasure.md). */
export class ErasureStack extends OmniStreamStack {
  constructor(scope: Construct, props: ErasureStackProps) {
    super(scope, props, { part: 'Erasure', description: 'OmniStream: erases assets and viewers' });
    const { stage, storage, delivery } = props;
    const eraseAsset = this.assetEraser(props);
    const eraseViewer = this.viewerEraser(props);
    for (const eraser of [eraseAsset, eraseViewer]) {
      storage.erasures.grantItems(eraser, 'GetItem', 'UpdateItem');
      storage.sessions.grantItems(eraser, 'Scan', 'UpdateItem', 'DeleteItem');
      storage.usage.grantItems(eraser, 'Scan', 'UpdateItem', 'DeleteItem');
      delivery.grantEndSessions(eraser);
    }
    const workflows = {
      asset: new ErasureWorkflow(this, 'EraseAsset', {
        ...{ stage, kind: 'asset', erase: eraseAsset },
        stores: assetStores,
        settleSeconds: assetSettle.toSeconds(),
      }),
      viewer: new ErasureWorkflow(this, 'EraseViewer', {
        ...{ stage, kind: 'viewer', erase: eraseViewer },
        stores: viewerStores,
        settleSeconds: viewerSettle.toSeconds(),
      }),
    };
    const variables = {
      ERASURES_TABLE: storage.erasures.tableName,
      ERASE_ASSET_ARN: workflows.asset.stateMachineArn,
      ERASE_VIEWER_ARN: workflows.viewer.stateMachineArn,
    };
    this.resume(props, variables, workflows);

    const routes = new Handler(this, 'Erasures', {
      stage,
      handler: erasuresHandler,
      description: 'Deletes assets and viewers, and returns certificates',
      environment: {
        ...variables,
        ASSETS_TABLE: storage.assets.tableName,
        VIEWERS_TABLE: storage.viewers.tableName,
      },
    });
    storage.assets.grantItems(routes, 'GetItem', 'UpdateItem');
    storage.assets.grantQuery(routes, 'byOwner');
    storage.viewers.grantItems(routes, 'GetItem');
    storage.viewers.grantQuery(routes, 'byPseudonym');
    storage.erasures.grantItems(routes, 'GetItem', 'PutItem');
    for (const workflow of Object.values(workflows)) grantStartAgain(workflow, routes);
    delivery.api.route(this, 'Routes', routes.function, [
      'DELETE /api/assets/{id}',
      'PUT /api/assets/{id}/legal-hold',
      'DELETE /api/assets/{id}/legal-hold',
      'DELETE /api/me',
      'DELETE /api/viewers/{id}',
      'GET /api/erasures/{id}',
    ]);
  }

  private assetEraser({ stage, storage, replica, pipeline, delivery }: ErasureStackProps): Handler {
    const { assets, jobs, sessions, usage, rankings, uploads, content, lake } = storage;
    const copy = replica.copies?.uploads;
    const eraser = new Handler(this, 'EraseAssetStep', {
      stage,
      handler: eraseAssetHandler,
      description: 'Erases everything of one asset, store by store',
      environment: {
        ERASURES_TABLE: storage.erasures.tableName,
        ASSETS_TABLE: assets.tableName,
        JOBS_TABLE: jobs.tableName,
        SESSIONS_TABLE: sessions.tableName,
        USAGE_TABLE: usage.tableName,
        RANKINGS_TABLE: rankings.tableName,
        UPLOADS_BUCKET: uploads.bucketName,
        CONTENT_BUCKET: content.bucketName,
        LAKE_BUCKET: lake.bucketName,
        REPLICA_REGION: replica.region,
        REPLICA_BUCKET: replica.content.bucketName,
        UPLOADS_COPY_BUCKET: copy?.bucketName ?? '',
        DISTRIBUTION_ID: delivery.distribution.distributionId,
        REVOCATIONS_ARN: delivery.endedSessionsArn,
        SESSION_SECONDS: String(stage.limits.sessionSeconds),
        STATE_MACHINE_ARN: pipeline.workflow.stateMachineArn,
      },
      timeout: Duration.minutes(15),
    });
    assets.grantItems(eraser, 'GetItem', 'DeleteItem');
    for (const table of [jobs, rankings]) table.grantItems(eraser, 'Scan', 'UpdateItem', 'DeleteItem');
    grantErase(uploads, eraser, 'uploads/*');
    // The ids of all assets begin so.
    grantErase(content, eraser, 'a*', workKeys);
    grantErase(replica.content, eraser, 'a*');
    if (copy) grantErase(copy, eraser, 'uploads/*');
    grantErase(lake, eraser, 'catalogue/*');
    pipeline.encoder.grantCancel(eraser);

    const { workflow } = pipeline;
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${workflow.stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const transcriptions = this.formatArn({ service: 'transcribe', resource: 'transcription-job', resourceName: '*' });
    for (const [actions, resourceArns] of [
      [['states:ListExecutions'], [workflow.stateMachineArn]],
      [['states:StopExecution'], [executions]],
      [['transcribe:DeleteTranscriptionJob'], [transcriptions]],
      // IAM has no resource type for it.
      [['transcribe:ListTranscriptionJobs'], ['*']],
      [['cloudfront:CreateInvalidation'], [delivery.distribution.distributionArn]],
    ] as const) {
      Grant.addToPrincipal({ grantee: eraser, actions: [...actions], resourceArns: [...resourceArns] });
    }
    const role = eraser.grantPrincipal;
    acknowledgeBelow(role, ':*', 'Names of executions contain the ids of assets.');
    acknowledgeBelow(role, ':transcription-job/*', 'The names of jobs contain the ids of assets.');
    return eraser;
  }

  private viewerEraser({ stage, storage, auth, delivery, personalization }: ErasureStackProps): Handler {
    const { viewers, activity, sessions, usage, assets } = storage;
    const eraser = new Handler(this, 'EraseViewerStep', {
      stage,
      handler: eraseViewerHandler,
      description: 'Erases everything of one viewer, store by store',
      environment: {
        ERASURES_TABLE: storage.erasures.tableName,
        ASSETS_TABLE: assets.tableName,
        VIEWERS_TABLE: viewers.tableName,
        ACTIVITY_TABLE: activity.tableName,
        SESSIONS_TABLE: sessions.tableName,
        USAGE_TABLE: usage.tableName,
        USER_POOL_ID: auth.userPool.userPoolId,
        REVOCATIONS_ARN: delivery.endedSessionsArn,
        SESSION_SECONDS: String(stage.limits.sessionSeconds),
        LISTS_BUCKET: storage.deletionLists.bucketName,
        LISTS_ROLE_ARN: personalization.deletionRoleArn,
        DATASET_GROUPS: encodeList(personalization.groupArns),
      },
      timeout: Duration.minutes(15),
    });
    for (const table of [viewers, activity]) table.grantItems(eraser, 'GetItem', 'DeleteItem');
    assets.grantQuery(eraser, 'byOwner');
    Grant.addToPrincipal({
      grantee: eraser,
      actions: ['cognito-idp:ListUsers', 'cognito-idp:AdminDeleteUser'],
      resourceArns: [auth.userPool.userPoolArn],
    });
    storage.deletionLists.grantKeep(eraser);
    personalization.grantEraseUsers(eraser);
    return eraser;
  }

  private resume(
    { stage, storage }: ErasureStackProps,
    environment: Record<'ERASURES_TABLE' | 'ERASE_ASSET_ARN' | 'ERASE_VIEWER_ARN', string>,
    workflows: Readonly<Record<string, StateMachine>>,
  ): void {
    const description = 'Continues erasures that were not started, or that failed';
    const every = Duration.hours(1);
    const resume = new Handler(this, 'Resume', {
      stage,
      handler: resumeErasuresHandler,
      description,
      environment,
      timeout: Duration.minutes(5),
    });
    storage.erasures.grantItems(resume, 'Scan');
    for (const workflow of Object.values(workflows)) grantStartAgain(workflow, resume);
    new FunctionSchedule(this, 'Schedule', {
      description,
      every,
      function: resume.function,
      deadLetterQueue: new DeadLetters(this, 'DeadLetters', { stage }),
    });
  }
}
