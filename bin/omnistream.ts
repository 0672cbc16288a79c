import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AnalyticsStack } from '../lib/analytics-stack';
import { ApiStack } from '../lib/api-stack';
import { AuthStack } from '../lib/auth-stack';
import { type Stage, stageNamed, withDashboard, withDrm } from '../lib/config';
import { DeliveryStack } from '../lib/delivery-stack';
import { EdgeLogsStack } from '../lib/edge-logs-stack';
import { EdgeStack } from '../lib/edge-stack';
import { MediaPipelineStack } from '../lib/media-pipeline-stack';
import { PersonalizationStack } from '../lib/personalization-stack';
import { ReplicaStack } from '../lib/replica-stack';
import { StorageStack } from '../lib/storage-stack';

/** The whole of OmniStream, for one stage. */
export function omnistream(app: App, stage: Stage) {
  const edge = new EdgeStack(app, { stage });
  const auth = new AuthStack(app, { stage });
  const replica = new ReplicaStack(app, { stage });
  const storage = new StorageStack(app, { stage, replica });
  const analytics = new AnalyticsStack(app, { stage, storage });
  const personalization = new PersonalizationStack(app, { stage, storage, analytics });
  const pipeline = new MediaPipelineStack(app, { stage, storage });
  const delivery = new DeliveryStack(app, { stage, auth, storage, replica, edge });
  const edgeLogs = new EdgeLogsStack(app, { stage, storage, delivery });
  const api = new ApiStack(app, { stage, storage, pipeline, delivery, analytics, personalization });

  Tags.of(app).add('application', 'omnistream');
  Tags.of(app).add('stage', stage.name);
  return { edge, auth, replica, storage, analytics, personalization, pipeline, delivery, edgeLogs, api };
}

if (require.main === module) {
  const app = new App();
  const { node } = app;
  const stage = withDrm(stageNamed(node.tryGetContext('stage')), node.tryGetContext('drm'));
  omnistream(app, withDashboard(stage, node.tryGetContext('quickSightPrincipal')));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}
