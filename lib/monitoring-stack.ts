import { Annotations, type Stack } from 'aws-cdk-lib';
import { AlarmRule } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AnalyticsStack } from './analytics-stack';
import type { ApiStack } from './api-stack';
import type { AuthStack } from './auth-stack';
import { AlarmTopic } from './constructs/monitoring/alarm-topic';
import { Alert, Incident } from './constructs/monitoring/alert';
import { Canary } from './constructs/monitoring/canary';
import { OperationsDashboard } from './constructs/monitoring/dashboard';
import { FunctionCapacity, FunctionErrors } from './constructs/monitoring/function-alarms';
import { IncidentQuery } from './constructs/monitoring/incident-query';
import { LakeAlarms } from './constructs/monitoring/lake-alarms';
import { watchMail } from './constructs/monitoring/mail-alarms';
import { Objective } from './constructs/monitoring/objective';
import { OwnMetricAlarms } from './constructs/monitoring/own-metric-alarms';
import { ReplicationFailures, TableLatency } from './constructs/monitoring/replication-alarms';
import { ApiErrors } from './constructs/monitoring/request-alarms';
import { partOf } from './constructs/monitoring/resources';
import { BackgroundAlarms, FilmFailures } from './constructs/monitoring/workflow-alarms';
import type { DeliveryStack } from './delivery-stack';
import type { ErasureStack } from './erasure-stack';
import type { MediaPipelineStack } from './media-pipeline-stack';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { PersonalizationStack } from './personalization-stack';
import type { ReplicaStack } from './replica-stack';
import type { StorageStack } from './storage-stack';

export interface MonitoringStackProps extends OmniStreamStackProps {
  readonly auth: AuthStack;
  readonly storage: StorageStack;
  readonly replica: ReplicaStack;
  readonly analytics: AnalyticsStack;
  readonly personalization: PersonalizationStack;
  readonly pipeline: MediaPipelineStack;
  readonly delivery: DeliveryStack;
  readonly erasure: ErasureStack;
  readonly api: ApiStack;
}

/** Id of the warning that the alarms of a stage that protects its data have no recipients. */
export const alarmsWithoutRecipient = 'OmniStream:alarmsWithoutRecipient';

/** The operations dashboard, objectives, and alarms of the stage's own region. */
export class MonitoringStack extends OmniStreamStack {
  constructor(scope: Construct, props: MonitoringStackProps) {
    super(scope, props, { part: 'Monitoring', description: 'OmniStream: dashboard, objectives and alarms' });
    const { stage, storage, replica, analytics, pipeline, delivery, api } = props;
    const topic = new AlarmTopic(this, 'Alarms', { stage, encryptionKey: storage.dataKey });
    if (stage.protectData && !stage.alarms) {
      Annotations.of(this).addWarningV2(
        alarmsWithoutRecipient,
        `The alarms of stage '${stage.name}' have no recipients. Set alarms.email or alarms.topicArns in its record`,
      );
    }

    new Objective(this, 'Uploads', {
      topic,
      metric: 'PlayableOnTime',
      target: 0.95,
      leastSamples: 4,
      what: 'Uploads that become playable on time',
      runbook: 'uploads-late',
    });
    new Objective(this, 'Playback', {
      topic,
      metric: 'PlaybackOpened',
      target: 0.999,
      leastSamples: 20,
      what: 'Playback sessions',
      runbook: 'playback-fails',
    });
    new Objective(this, 'Events', {
      topic,
      metric: 'EventsAccepted',
      target: 0.999,
      leastSamples: 20,
      what: 'Requests with events',
      runbook: 'events-not-accepted',
    });

    const filmFailures = new FilmFailures(this, 'Films', { topic, workflow: pipeline.workflow });
    const filmErrors = new FunctionErrors(this, partOf(pipeline), { topic, of: pipeline, isPartOfIncident: true });
    new Incident(this, 'FilmsFail', {
      topic,
      meaning: 'Films fail, or functions of their workflow have errors.',
      runbook: 'failed-films',
      when: AlarmRule.anyOf(filmFailures, ...filmErrors.signals),
    });

    const apiErrors = new ApiErrors(this, 'Requests', { topic, apiId: delivery.api.apiId });
    const handlers = [api, delivery].map(
      (of) => new FunctionErrors(this, partOf(of), { topic, of, isPartOfIncident: true }),
    );
    new Incident(this, 'RequestsFail', {
      topic,
      meaning: 'The API responds with errors, or functions behind it have errors.',
      runbook: 'api-errors',
      when: AlarmRule.anyOf(apiErrors, ...handlers.flatMap(({ signals }) => signals)),
    });

    if (stage.canary) {
      const { userPool } = props.auth;
      new Canary(this, 'Canary', {
        stage,
        topic,
        canary: stage.canary,
        userPool,
        origin: delivery.origin,
        dataKeyArn: storage.dataKey.keyArn,
      });
    }
    // The functions of this stack are the canary's.
    const background = [props.auth, storage, analytics, props.personalization, props.erasure, this];
    const watched: Stack[] = [...background, pipeline, delivery, api];
    for (const of of background) new FunctionErrors(this, partOf(of), { topic, of });
    new FunctionCapacity(this, 'Functions', { topic, watched });
    new BackgroundAlarms(this, 'Background', { topic, watched, except: pipeline.workflow });
    new OwnMetricAlarms(this, 'Counts', { topic });
    new LakeAlarms(this, 'Lake', { topic, streamName: analytics.interactions.streamName, lake: storage.lake });
    new ReplicationFailures(this, 'ReplicationFailures', { topic, storage, replica });
    new TableLatency(this, 'TableLatency', { topic, storage });
    watchMail(this, { topic });
    new IncidentQuery(this, 'IncidentQuery', { stage, read: watched });

    const notifying = this.node.findAll().filter((node) => node instanceof Alert || node instanceof Incident);
    new OperationsDashboard(this, 'Operations', {
      stage,
      workflow: pipeline.workflow,
      streamName: analytics.interactions.streamName,
      queueArn: pipeline.queueArn,
      distributionId: delivery.distribution.distributionId,
      alarms: notifying,
    });
  }
}
