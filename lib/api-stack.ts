import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { assetsHandler } from '../lambda/api/assets.env';
import { uploadsHandler } from '../lambda/api/uploads.env';
import { insightsHandler } from '../lambda/insights/insights.env';
import { eventsHandler } from '../lambda/interactions/events.env';
import { meHandler } from '../lambda/interactions/me.env';
import { recommendationsHandler } from '../lambda/recommendations/recommendations.env';
import { encodeList } from '../lambda/shared/lists';
import { pseudonymIndex } from '../lambda/shared/pseudonym-index';
import { reports } from '../lambda/shared/reports';
import type { AnalyticsStack } from './analytics-stack';
import type { AuthStack } from './auth-stack';
import { budgetEnvironment } from './constructs/budget-environment';
import { Handler } from './constructs/handler';
import { grantStartAgain } from './constructs/workflow';
import type { DeliveryStack } from './delivery-stack';
import type { MediaPipelineStack } from './media-pipeline-stack';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { PersonalizationStack } from './personalization-stack';
import type { StorageStack } from './storage-stack';

export interface ApiStackProps extends OmniStreamStackProps {
  readonly auth: AuthStack;
  readonly storage: StorageStack;
  readonly pipeline: MediaPipelineStack;
  readonly delivery: DeliveryStack;
  readonly analytics: AnalyticsStack;
  readonly personalization: PersonalizationStack;
}

/**
 * The API of the page and the command line, at the address from the Delivery stack. Paths begin with `/api`, since
 * CloudFront passes them on unchanged.
 */
export class ApiStack extends OmniStreamStack {
  constructor(scope: Construct, props: ApiStackProps) {
    super(scope, props, { part: 'Api', description: 'OmniStream: uploads and assets over HTTP' });
    const { stage, auth, storage, pipeline, analytics, personalization } = props;
    const { api } = props.delivery;
    const ASSETS_TABLE = storage.assets.tableName;
    const { perCreator } = stage.limits;

    const uploads = new Handler(this, 'Uploads', {
      stage,
      handler: uploadsHandler,
      description: 'Opens, lists, completes and aborts resumable uploads',
      environment: {
        ASSETS_TABLE,
        UPLOADS_BUCKET: storage.uploads.bucketName,
        USAGE_TABLE: storage.usage.tableName,
        OPEN_UPLOADS: String(perCreator.openUploads),
        UPLOADS_PER_DAY: String(perCreator.uploadsPerDay),
        LANGUAGES_PER_DAY: String(perCreator.languagesPerDay),
        MAX_SOURCE_BYTES: String(stage.limits.sourceBytes),
        DEFAULT_LANGUAGES: encodeList(stage.speech.languages),
      },
      // S3 needs some time to complete an upload of many parts.
      timeout: Duration.seconds(29),
    });
    storage.assets.grantItems(uploads, 'GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem');
    storage.usage.grantItems(uploads, 'GetItem', 'PutItem', 'UpdateItem');
    storage.uploads.grantUpload(uploads);

    const assets = new Handler(this, 'Assets', {
      stage,
      handler: assetsHandler,
      description: 'Lists and edits assets, retries failed ones, adds languages, and approves costs',
      environment: {
        ASSETS_TABLE,
        VIEWERS_TABLE: storage.viewers.tableName,
        STATE_MACHINE_ARN: pipeline.workflow.stateMachineArn,
        ...budgetEnvironment(stage, storage),
        LANGUAGES_PER_DAY: String(perCreator.languagesPerDay),
        RETRIES_PER_DAY: String(perCreator.retriesPerDay),
      },
    });
    storage.assets.grantItems(assets, 'GetItem', 'UpdateItem');
    storage.usage.grantItems(assets, 'GetItem', 'PutItem', 'UpdateItem');
    storage.viewers.grantItems(assets, 'GetItem');
    storage.assets.grantQuery(assets, 'byCreation', 'byOwner', 'byPublication');
    grantStartAgain(pipeline.workflow, assets);

    const insights = new Handler(this, 'Insights', {
      stage,
      handler: insightsHandler,
      description: 'Returns reports about viewing, for administrators',
      environment: { DATABASE: analytics.lake.databaseName, WORKGROUP: analytics.lake.workgroupName },
      // It waits for Athena nearly as long as API Gateway waits for the function.
      timeout: Duration.seconds(29),
    });
    analytics.lake.grantQuery(
      insights,
      Object.values(reports).map(({ view }) => view),
    );
    const events = new Handler(this, 'Events', {
      stage,
      handler: eventsHandler,
      description: 'Checks interactions, writes them to the lake and sends them to the recommenders',
      environment: {
        VIEWERS_TABLE: storage.viewers.tableName,
        ACTIVITY_TABLE: storage.activity.tableName,
        SESSIONS_TABLE: storage.sessions.tableName,
        STREAM_NAME: analytics.interactions.streamName,
        TRACKING_IDS: encodeList(personalization.trackingIds),
      },
    });
    storage.viewers.grantItems(events, 'GetItem', 'PutItem', 'UpdateItem');
    storage.activity.grantItems(events, 'GetItem', 'PutItem');
    storage.sessions.grantItems(events, 'BatchGetItem');
    analytics.interactions.grantPut(events);
    personalization.grantPutEvents(events);

    const me = new Handler(this, 'Me', {
      stage,
      handler: meHandler,
      description:
        'Returns and changes the settings of the signed-in viewer, and for administrators those of any viewer',
      environment: { VIEWERS_TABLE: storage.viewers.tableName, USER_POOL_ID: auth.userPool.userPoolId },
    });
    storage.viewers.grantItems(me, 'GetItem', 'PutItem', 'UpdateItem');
    storage.viewers.grantQuery(me, pseudonymIndex);
    auth.userPool.grant(me, 'cognito-idp:AdminGetUser');

    const recommendations = new Handler(this, 'Recommendations', {
      stage,
      handler: recommendationsHandler,
      description: 'Returns rows of titles for the home page and for the end of a film',
      environment: {
        ASSETS_TABLE,
        VIEWERS_TABLE: storage.viewers.tableName,
        ACTIVITY_TABLE: storage.activity.tableName,
        RANKINGS_TABLE: storage.rankings.tableName,
        ...personalization.recommenderEnvironment,
        TIME_LIMIT_MS: '800',
      },
      // Processor time grows with memory, and rows are made from some hundred titles.
      memorySize: 512,
    });
    storage.assets.grantItems(recommendations, 'BatchGetItem');
    storage.assets.grantQuery(recommendations, 'byPublication');
    storage.viewers.grantItems(recommendations, 'GetItem');
    storage.activity.grantItems(recommendations, 'GetItem');
    storage.rankings.grantItems(recommendations, 'BatchGetItem');
    personalization.grantAsk(recommendations);

    api.route(this, 'UploadRoutes', uploads.function, [
      'POST /api/uploads',
      'GET /api/uploads/{id}',
      'POST /api/uploads/{id}/complete',
      'DELETE /api/uploads/{id}',
    ]);
    api.route(this, 'AssetRoutes', assets.function, [
      'GET /api/assets',
      'GET /api/assets/{id}',
      'PATCH /api/assets/{id}',
      'POST /api/assets/{id}/retry',
      'POST /api/assets/{id}/languages',
      'POST /api/assets/{id}/approval',
    ]);
    api.route(this, 'InsightRoutes', insights.function, ['GET /api/insights/{report}']);
    api.route(this, 'EventRoutes', events.function, ['POST /api/events']);
    api.route(this, 'MeRoutes', me.function, [
      'GET /api/me',
      'PATCH /api/me',
      'POST /api/viewers/find',
      'GET /api/viewers/{id}',
      'PATCH /api/viewers/{id}',
    ]);
    api.route(this, 'RecommendationRoutes', recommendations.function, ['GET /api/recommendations']);
    api.open(this, 'Opening');
  }
}
