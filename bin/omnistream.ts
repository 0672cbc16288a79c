import { App, type AppProps, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AnalyticsStack } from '../lib/analytics-stack';
import { ApiStack } from '../lib/api-stack';
import { AuthStack } from '../lib/auth-stack';
import { ConfigurationError, type Stage } from '../lib/config';
import { stageOf } from '../lib/context';
import { DashboardStack } from '../lib/dashboard-stack';
import { DeliveryStack } from '../lib/delivery-stack';
import { EdgeLogsStack } from '../lib/edge-logs-stack';
import { EdgeMonitoringStack } from '../lib/edge-monitoring-stack';
import { EdgeStack } from '../lib/edge-stack';
import { ErasureStack } from '../lib/erasure-stack';
import { MediaPipelineStack } from '../lib/media-pipeline-stack';
import { alarmsWithoutRecipient, MonitoringStack } from '../lib/monitoring-stack';
import { PersonalizationStack } from '../lib/personalization-stack';
import { ReplicaAccessStack } from '../lib/replica-access-stack';
import { ReplicaMonitoringStack } from '../lib/replica-monitoring-stack';
import { ReplicaStack } from '../lib/replica-stack';
import { StorageStack } from '../lib/storage-stack';

/** The whole of OmniStream, for one stage. */
export function omnistream(app: App, stage: Stage) {
  const edge = new EdgeStack(app, { stage });
  const auth = new AuthStack(app, { stage });
  const replica = new ReplicaStack(app, { stage });
  const storage = new StorageStack(app, { stage, replica });
  const analytics = new AnalyticsStack(app, { stage, storage });
  const principal = stage.quickSightPrincipal;
  const dashboard = principal ? new DashboardStack(app, { stage, analytics, principal }) : undefined;
  const personalization = new PersonalizationStack(app, { stage, storage, analytics });
  const pipeline = new MediaPipelineStack(app, { stage, storage });
  const delivery = new DeliveryStack(app, { stage, auth, storage, replica, edge });
  const replicaAccess = new ReplicaAccessStack(app, { stage, replica, delivery });
  const edgeLogs = new EdgeLogsStack(app, { stage, storage, delivery });
  const erasure = new ErasureStack(app, { stage, auth, storage, replica, pipeline, delivery, personalization });
  const api = new ApiStack(app, { stage, auth, storage, pipeline, delivery, analytics, personalization });

  const made = { auth, storage, replica, analytics, personalization, pipeline, delivery, erasure, api };
  // Last: it watches what is in the other stacks.
  const monitoring = new MonitoringStack(app, { stage, ...made });
  const edgeMonitoring = new EdgeMonitoringStack(app, { stage, delivery });
  const replicaMonitoring = new ReplicaMonitoringStack(app, { stage, storage, replica });

  Tags.of(app).add('application', 'omnistream');
  Tags.of(app).add('stage', stage.name);
  const served = { delivery, replicaAccess, edgeLogs, erasure, api };
  const watching = { monitoring, edgeMonitoring, replicaMonitoring };
  const stacks = { edge, auth, replica, storage, analytics, personalization, pipeline, ...served, ...watching };
  return { ...stacks, ...(dashboard && { dashboard }) };
}

/**
 * Writes the assembly of the stage that the context names. Throws {@link ConfigurationError} where it cannot be deployed.
 * @param isExample whether the stage is an example, whose alarms have no recipients
 */
export function synthesizeContext(props?: AppProps, isExample = false): void {
  const app = new App(props);
  if (isExample) {
    const id = `Annotation::${alarmsWithoutRecipient}`;
    Validations.of(app).acknowledge({ id, reason: 'The stage is an example; a deployment has recipients.' });
  }
  omnistream(app, stageOf(app));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}

if (require.main === module) {
  try {
    synthesizeContext();
  } catch (error) {
    // A stack trace would hide what has to be changed.
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
