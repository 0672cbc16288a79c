import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Env as AssetsEnv } from '../lambda/api/assets.env';
import type { Env as UploadsEnv } from '../lambda/api/uploads.env';
import type { Env as AuthorizerEnv } from '../lambda/auth/authorizer.env';
import type { AuthStack } from './auth-stack';
import { Handler } from './constructs/handler';
import { PublicApi } from './constructs/public-api';
import type { MediaPipelineStack } from './media-pipeline-stack';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { StorageStack } from './storage-stack';

export interface ApiStackProps extends OmniStreamStackProps {
  readonly auth: AuthStack;
  readonly storage: StorageStack;
  readonly pipeline: MediaPipelineStack;
}

/** What the page and the command line talk to. Paths begin with `/api`, since CloudFront passes them on as they are. */
export class ApiStack extends OmniStreamStack {
  readonly api: PublicApi;

  constructor(scope: Construct, props: ApiStackProps) {
    super(scope, props, { part: 'Api', description: 'OmniStream: uploads and assets over HTTP' });
    const { stage, auth, storage, pipeline } = props;
    const { userPoolId } = auth.userPool;
    const ASSETS_TABLE = storage.assets.tableName;

    const authorizer = new Handler<AuthorizerEnv>(this, 'Authorizer', {
      stage,
      name: 'authorizer',
      description: 'Lets in who has an access token of our user pool',
      environment: {
        USER_POOL_ID: userPoolId,
        CLIENT_ID: auth.client.userPoolClientId,
        JWKS_URI: `https://cognito-idp.${this.region}.${this.urlSuffix}/${userPoolId}/.well-known/jwks.json`,
      },
      timeout: Duration.seconds(10),
    });
    this.api = new PublicApi(this, 'PublicApi', { stage, authorizer: authorizer.function });

    const uploads = new Handler<UploadsEnv>(this, 'Uploads', {
      stage,
      name: 'uploads',
      description: 'Opens, lists, closes and drops resumable uploads',
      environment: {
        ASSETS_TABLE,
        UPLOADS_BUCKET: storage.uploads.bucketName,
        MAX_SOURCE_BYTES: String(stage.limits.sourceBytes),
        DEFAULT_LANGUAGES: stage.speech.languages.join(','),
      },
      // Closing an upload of many parts takes S3 a while.
      timeout: Duration.seconds(29),
    });
    storage.assets.grantItems(uploads, 'GetItem', 'PutItem', 'DeleteItem');
    storage.uploads.grantUpload(uploads);

    const assets = new Handler<AssetsEnv>(this, 'Assets', {
      stage,
      name: 'assets',
      description: 'The catalogue, trying a failed asset again, and adding languages',
      environment: { ASSETS_TABLE, STATE_MACHINE_ARN: pipeline.workflow.stateMachineArn },
    });
    storage.assets.grantItems(assets, 'GetItem', 'UpdateItem', 'Query');
    pipeline.workflow.grantStartExecution(assets);

    this.api.route(this, 'UploadRoutes', uploads.function, [
      'POST /api/uploads',
      'GET /api/uploads/{id}',
      'POST /api/uploads/{id}/complete',
      'DELETE /api/uploads/{id}',
    ]);
    this.api.route(this, 'AssetRoutes', assets.function, [
      'GET /api/assets',
      'GET /api/assets/{id}',
      'PATCH /api/assets/{id}',
      'POST /api/assets/{id}/retry',
      'POST /api/assets/{id}/languages',
    ]);
  }
}
