import { Duration } from 'aws-cdk-lib';
import { EventBus, Rule, type RuleProps } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Grant, Policy } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { budgetHandler } from '../lambda/budget/budget.env';
import { planLadderHandler } from '../lambda/media-pipeline/encode/plan-ladder.env';
import { transcodeHandler } from '../lambda/media-pipeline/encode/transcode.env';
import { ingestHandler } from '../lambda/media-pipeline/intake/ingest.env';
import { inspectHandler } from '../lambda/media-pipeline/intake/inspect.env';
import { jobFinishedHandler } from '../lambda/media-pipeline/jobs/job-finished.env';
import { failHandler } from '../lambda/media-pipeline/publish/fail.env';
import { publishHandler } from '../lambda/media-pipeline/publish/publish.env';
import { budgetEnvironment } from './constructs/budget-environment';
import { grantKeyUse } from './constructs/data-key';
import { DeadLetters } from './constructs/dead-letters';
import { Encoder } from './constructs/encoder';
import { Handler } from './constructs/handler';
import { Reconciler } from './constructs/reconciler';
import { Speech } from './constructs/speech';
import { Workflow } from './constructs/workflow';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { StorageStack } from './storage-stack';

export interface MediaPipelineStackProps extends OmniStreamStackProps {
  readonly storage: StorageStack;
}

/** The workflow from an uploaded source to published manifests. */
export class MediaPipelineStack extends OmniStreamStack {
  readonly workflow: StateMachine;
  readonly encoder: Encoder;
  /** MediaConvert's queue. */
  readonly queueArn: string;

  constructor(scope: Construct, props: MediaPipelineStackProps) {
    super(scope, props, {
      part: 'MediaPipeline',
      description: 'OmniStream: the workflow from a source to its manifests',
    });
    const { stage, storage } = props;
    const { assets, jobs, uploads, content, contentKeys } = storage;
    const ASSETS_TABLE = assets.tableName;
    const JOBS_TABLE = jobs.tableName;
    const money = budgetEnvironment(stage, storage);
    const encoder = new Encoder(this, 'Encoder', { stage, uploads, content, contentKeys });
    this.encoder = encoder;
    this.queueArn = encoder.queueArn;
    const failures = new Topic(this, 'Failures', {
      displayName: 'OmniStream: assets that failed or wait for an approval',
      masterKey: storage.dataKey,
      enforceSSL: true,
    });

    const deadLetterQueue = new DeadLetters(this, 'DeadLetters', { stage });
    const inspect = new Handler(this, 'Inspect', {
      stage,
      handler: inspectHandler,
      description: 'Inspects a source and rejects files that cannot be streamed',
      environment: {
        ASSETS_TABLE,
        MAX_SOURCE_BYTES: String(stage.limits.sourceBytes),
        MAX_DURATION_SECONDS: String(stage.limits.durationSeconds),
        USAGE_TABLE: storage.usage.tableName,
        SOURCE_SECONDS_PER_DAY: String(stage.limits.perCreator.sourceHoursPerDay * 3600),
      },
      timeout: Duration.minutes(1),
    });
    Encoder.grantProbe(inspect);
    uploads.grantReadSources(inspect);
    uploads.grantOn('uploads/*', inspect, ['s3:DeleteObjectVersion']);
    storage.usage.grantItems(inspect, 'UpdateItem');

    const planLadder = new Handler(this, 'PlanLadder', {
      stage,
      handler: planLadderHandler,
      description: 'Fits the ladder of renditions to a source',
      environment: {},
    });

    const transcode = new Handler(this, 'Transcode', {
      stage,
      handler: transcodeHandler,
      description: 'Submits the MediaConvert job of the picture, once',
      environment: {
        ASSETS_TABLE,
        JOBS_TABLE,
        CONTENT_BUCKET: content.bucketName,
        ...encoder.variables,
        ...encoder.encryption,
      },
      timeout: Duration.minutes(1),
    });
    encoder.grantSubmit(transcode);

    const publish = new Handler(this, 'Publish', {
      stage,
      handler: publishHandler,
      description: 'Composes the manifests of encoded tracks',
      environment: {
        ASSETS_TABLE,
        CONTENT_BUCKET: content.bucketName,
        MAX_DURATION_SECONDS: String(stage.limits.durationSeconds),
      },
      memorySize: 512,
      timeout: Duration.minutes(2),
    });
    content.grantPublish(publish);

    const fail = new Handler(this, 'Fail', {
      stage,
      handler: failHandler,
      description: 'Records the failure of an asset and notifies the topic',
      environment: {
        ASSETS_TABLE,
        JOBS_TABLE,
        FAILURES_TOPIC_ARN: failures.topicArn,
        USAGE_TABLE: money.USAGE_TABLE,
        FILM_RATES: money.FILM_RATES,
      },
      deadLetterQueue,
    });
    encoder.grantCancel(fail);
    const budget = new Handler(this, 'Budget', {
      stage,
      handler: budgetHandler,
      description: 'Reserves the estimated cost of a film, and corrects it to the actual cost',
      environment: { ASSETS_TABLE, JOBS_TABLE, FAILURES_TOPIC_ARN: failures.topicArn, ...money },
      // Reservations of other films may change the row of the month at the same time.
      timeout: Duration.minutes(1),
    });
    const defaultBus = EventBus.fromEventBusName(this, 'DefaultBus', 'default');
    for (const grantee of [fail, budget]) {
      // CDK's own grant would allow the key to be used through any service.
      Grant.addToPrincipal({ grantee, actions: ['sns:Publish'], resourceArns: [failures.topicArn] });
      grantKeyUse(storage.dataKey, grantee, { of: this, via: 'sns', actions: ['Decrypt', 'GenerateDataKey'] });
      defaultBus.grantPutEventsTo(grantee);
      jobs.grantItems(grantee, 'GetItem');
      storage.usage.grantItems(grantee, 'GetItem', 'PutItem', 'UpdateItem');
    }

    const speech = new Speech(this, 'Speech', { stage, uploads, content, jobs, encoder });

    const { stateMachine } = new Workflow(this, 'Workflow', {
      stage,
      jobs,
      tasks: {
        Inspect: inspect.function,
        Budget: budget.function,
        PlanLadder: planLadder.function,
        Transcode: transcode.function,
        Publish: publish.function,
        Fail: fail.function,
        ...speech.tasks,
      },
    });
    this.workflow = stateMachine;

    // A function that is called again for a job that has ended completes the task itself. This needs a separate policy:
    // functions depend on the policies of their roles, and this policy depends on the workflow, which depends on the
    // functions.
    const waiting = [transcode, ...speech.waiting];
    const answers = new Policy(this, 'TaskAnswers', { roles: waiting.map((handler) => handler.grantPrincipal) });
    this.workflow.grantTaskResponse(answers);

    const ingest = new Handler(this, 'Ingest', {
      stage,
      handler: ingestHandler,
      description: 'Starts the workflow for a source, exactly once',
      environment: { ASSETS_TABLE, JOBS_TABLE, STATE_MACHINE_ARN: this.workflow.stateMachineArn },
      timeout: Duration.seconds(30),
      deadLetterQueue,
    });
    this.workflow.grantStartExecution(ingest);
    const jobFinished = new Handler(this, 'JobFinished', {
      stage,
      handler: jobFinishedHandler,
      description: 'Reports the state of a job to the workflow that waits for it',
      environment: { ASSETS_TABLE, JOBS_TABLE },
      timeout: Duration.seconds(30),
      deadLetterQueue,
    });
    this.workflow.grantTaskResponse(jobFinished);

    for (const handler of [ingest, inspect, budget, publish, fail]) assets.grantItems(handler, 'GetItem', 'UpdateItem');
    assets.grantItems(transcode, 'GetItem');
    assets.grantItems(jobFinished, 'UpdateItem');
    for (const handler of [ingest, transcode, jobFinished]) jobs.grantItems(handler, 'UpdateItem');

    new Reconciler(this, 'Reconciler', { stage, storage, workflow: stateMachine, ingest, fail });

    const on = (
      id: string,
      description: string,
      handler: { readonly function: Handler['function'] },
      pattern: RuleProps['eventPattern'],
    ) =>
      new Rule(this, id, {
        description,
        eventPattern: pattern,
        targets: [
          new LambdaFunction(handler.function, { deadLetterQueue, retryAttempts: 10, maxEventAge: Duration.hours(6) }),
        ],
      });
    on('SourceUploaded', 'A source has been uploaded: ingest starts the workflow', ingest, {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [uploads.bucketName] }, object: { key: [{ prefix: 'uploads/' }] } },
    });
    // An execution that was aborted or timed out cannot record its own failure, and one that failed may not have been able
    // to. In each case its jobs may still be in progress.
    on('WorkflowEnded', 'An execution did not succeed: fail records it, and cancels its jobs', fail, {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [this.workflow.stateMachineArn], status: ['FAILED', 'ABORTED', 'TIMED_OUT'] },
    });
    on('JobChanged', 'A MediaConvert job has ended or progressed: job-finished records it', jobFinished, {
      source: ['aws.mediaconvert'],
      detailType: ['MediaConvert Job State Change'],
      detail: { queue: [encoder.queueArn], status: ['COMPLETE', 'ERROR', 'CANCELED', 'STATUS_UPDATE'] },
    });
    on('TranscriptionChanged', 'A transcription has ended: job-finished records it', jobFinished, {
      source: ['aws.transcribe'],
      detailType: ['Transcribe Job State Change'],
      detail: { TranscriptionJobStatus: ['COMPLETED', 'FAILED'] },
    });
  }
}
