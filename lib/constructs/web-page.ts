import { resolve } from 'node:path';
import { CustomResource, Duration, FileSystem } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { publishSiteHandler } from '../../lambda/delivery/publish-site.env';
import type { Stage } from '../config';
import { Handler } from './handler';
import { PrivateBucket } from './private-bucket';

export interface WebPageProps {
  readonly stage: Stage;
  readonly accessLog: IBucket;
}

/** The web page: a bucket, and a function that fills it with the files beside its own code. */
export class WebPage extends Construct {
  readonly bucket: PrivateBucket;
  private readonly publisher: Handler;
  private readonly grants: readonly Grant[];

  constructor(scope: Construct, id: string, { stage, accessLog }: WebPageProps) {
    super(scope, id);
    this.bucket = new PrivateBucket(this, 'Bucket', {
      stage,
      serverAccessLogsBucket: accessLog,
      serverAccessLogsPrefix: 'site/',
    });
    this.publisher = new Handler(this, 'Publisher', {
      stage,
      handler: publishSiteHandler,
      description: 'Publishes the web page to its bucket',
      environment: {},
      timeout: Duration.minutes(1),
    });
    this.grants = [
      this.bucket.grantOn('*', this.publisher, ['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion']),
      Grant.addToPrincipal({
        grantee: this.publisher,
        actions: ['s3:ListBucket', 's3:ListBucketVersions'],
        resourceArns: [this.bucket.bucketArn],
      }),
    ];
  }

  /** Fills the bucket. `config` is the content of the page's `config.json`. */
  publish(config: Readonly<Record<string, string>>): void {
    const files = new CustomResource(this, 'Files', {
      resourceType: 'Custom::Site',
      serviceToken: this.publisher.function.functionArn,
      serviceTimeout: Duration.minutes(5),
      properties: {
        Bucket: this.bucket.bucketName,
        Config: config,
        // CloudFormation calls the function again when the fingerprint of the files changes.
        Version: FileSystem.fingerprint(resolve('dist/lambda/publish-site')),
      },
    });
    for (const grant of this.grants) grant.applyBefore(files);
  }
}
