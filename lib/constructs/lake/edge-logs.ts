import { Fn, Stack } from 'aws-cdk-lib';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Stage } from '../../config';
import { hashedName } from '../hashed-name';
import { edgeFields, edgeFolders } from './edge-fields';

export interface EdgeLogsProps {
  readonly stage: Stage;
  readonly distribution: IDistribution;
  readonly lake: IBucket;
}

/**
 * Logs a distribution's requests to the lake with CloudFront's standard logging, version 2. Its resources are in
 * us-east-1, regardless of the bucket's region.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
export class EdgeLogs extends Construct {
  constructor(scope: Construct, id: string, { stage, distribution, lake }: EdgeLogsProps) {
    super(scope, id);
    // Both resources require a name in the template.
    const name = `omnistream-${stage.name}-edge`;
    const source = new CfnDeliverySource(this, 'Source', {
      // A fixed name: a distribution has at most one source, so there is never a second one.
      name,
      resourceArn: distribution.distributionArn,
      logType: 'ACCESS_LOGS',
    });
    const destinationResourceArn = Fn.join('/', [lake.bucketArn, edgeFolders.prefix]);
    const outputFormat = 'parquet';
    const destination = new CfnDeliveryDestination(this, 'Destination', {
      name: hashedName(name, { DestinationResourceArn: destinationResourceArn, OutputFormat: outputFormat }),
      destinationResourceArn,
      outputFormat,
    });
    const delivery = new CfnDelivery(this, 'Delivery', {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.attrArn,
      recordFields: [...edgeFields],
      s3SuffixPath: edgeFolders.suffix,
      s3EnableHiveCompatiblePath: false,
    });
    delivery.addResourceDependency(source);
  }
}

/** Grants the log delivery of this account's distributions writes below `edge/`. */
export function admitEdgeLogs(lake: IBucket, key: Key): void {
  const { account, partition } = Stack.of(lake);
  const from = (conditions: Record<string, string>) => ({
    StringEquals: { 'aws:SourceAccount': account, ...conditions },
    ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:us-east-1:${account}:delivery-source:*` },
  });
  const principals = [new ServicePrincipal('delivery.logs.amazonaws.com')];
  lake.addToResourcePolicy(
    new PolicyStatement({
      principals,
      actions: ['s3:PutObject'],
      resources: [lake.arnForObjects(`${edgeFolders.prefix}/*`)],
      conditions: from({ 's3:x-amz-acl': 'bucket-owner-full-control' }),
    }),
  );
  // A bucket key serves many objects, so writing an object can decrypt the bucket key.
  key.addToResourcePolicy(
    new PolicyStatement({
      principals,
      actions: ['kms:GenerateDataKey*', 'kms:Decrypt'],
      resources: ['*'],
      conditions: from({}),
    }),
  );
}
