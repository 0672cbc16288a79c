import { Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, LogStream } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Stage } from '../../config';
import { grantKeyUse } from '../data-key';
import type { PrivateBucket } from '../private-bucket';
import { acknowledgeBelow } from '../wildcards';
import type { Catalog } from './catalog';

export interface DeliveryStreamProps {
  readonly stage: Stage;
  readonly lake: PrivateBucket;
  readonly lakeKey: IKey;
  readonly catalog: Catalog;
}

/** Folder names in the lake, from a record's day and type. */
const partitions = '{day: .day, event: .event}';

/** The Firehose stream that writes events to the lake as Parquet, by day and type. */
export class DeliveryStream extends Construct {
  readonly streamName: string;
  private readonly arn: string;
  private readonly key: IKey;

  constructor(scope: Construct, id: string, props: DeliveryStreamProps) {
    super(scope, id);
    const { stage, lake, lakeKey, catalog } = props;
    const logGroup = new LogGroup(this, 'Log', { retention: stage.logRetention, removalPolicy: stage.removalPolicy });
    const logStream = new LogStream(this, 'Errors', { logGroup, removalPolicy: stage.removalPolicy });
    const role = new Role(this, 'Role', {
      description: 'Role of Firehose for writing interactions to the lake',
      assumedBy: new ServicePrincipal('firehose.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const grants = [...grantWrite(role, lake, lakeKey), ...this.grantSchema(role, catalog)];
    grants.push(
      Grant.addToPrincipal({
        grantee: role,
        actions: ['logs:PutLogEvents'],
        resourceArns: [logGroup.logGroupArn],
      }),
    );
    const stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'CUSTOMER_MANAGED_CMK', keyArn: lakeKey.keyArn },
      extendedS3DestinationConfiguration: {
        bucketArn: lake.bucketArn,
        roleArn: role.roleArn,
        prefix: 'interactions/day=!{partitionKeyFromQuery:day}/event=!{partitionKeyFromQuery:event}/',
        errorOutputPrefix: 'failed/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/',
        encryptionConfiguration: { kmsEncryptionConfig: { awskmsKeyArn: lakeKey.keyArn } },
        // Firehose's minimum size with Parquet or partitions. Dashboards show days, so five minutes of delay do not
        // matter.
        bufferingHints: { sizeInMBs: 64, intervalInSeconds: 300 },
        // Parquet has its own compression.
        compressionFormat: 'UNCOMPRESSED',
        dynamicPartitioningConfiguration: { enabled: true, retryOptions: { durationInSeconds: 300 } },
        processingConfiguration: {
          enabled: true,
          processors: [
            {
              type: 'MetadataExtraction',
              parameters: [
                { parameterName: 'MetadataExtractionQuery', parameterValue: partitions },
                { parameterName: 'JsonParsingEngine', parameterValue: 'JQ-1.6' },
              ],
            },
          ],
        },
        dataFormatConversionConfiguration: {
          enabled: true,
          inputFormatConfiguration: { deserializer: { openXJsonSerDe: { caseInsensitive: false } } },
          outputFormatConfiguration: { serializer: { parquetSerDe: { compression: 'SNAPPY' } } },
          schemaConfiguration: {
            roleArn: role.roleArn,
            catalogId: Stack.of(this).account,
            databaseName: catalog.databaseName,
            tableName: catalog.interactions.ref,
            region: Stack.of(this).region,
            versionId: 'LATEST',
          },
        },
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: logGroup.logGroupName,
          logStreamName: logStream.logStreamName,
        },
      },
    });
    // Firehose tests the role and the schema when the stream is created.
    for (const grant of grants) grant.applyBefore(stream);
    this.streamName = stream.ref;
    this.arn = stream.attrArn;
    this.key = lakeKey;
  }

  /** Grants putting records into the stream. */
  grantPut(grantee: IGrantable): void {
    grantKeyUse(this.key, grantee, { of: this, via: 'firehose', actions: ['GenerateDataKey'] });
    Grant.addToPrincipal({ grantee, actions: ['firehose:PutRecordBatch'], resourceArns: [this.arn] });
  }

  private grantSchema(role: Role, { databaseName, interactions }: Catalog): Grant[] {
    const arn = (resource: string, resourceName?: string) =>
      Stack.of(this).formatArn({ service: 'glue', resource, resourceName });
    return [
      Grant.addToPrincipal({
        grantee: role,
        actions: ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
        resourceArns: [
          arn('catalog'),
          arn('database', databaseName),
          arn('table', `${databaseName}/${interactions.ref}`),
        ],
      }),
    ];
  }
}

function grantWrite(role: Role, lake: PrivateBucket, key: IKey): Grant[] {
  const reason = 'Firehose chooses the names of its objects.';
  acknowledgeBelow(role, '/interactions/*', reason);
  acknowledgeBelow(role, '/failed/*', reason);
  return [
    ...firehoseKeyUse(role, lake, key),
    Grant.addToPrincipal({
      grantee: role,
      actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      resourceArns: [lake.bucketArn],
    }),
    Grant.addToPrincipal({
      grantee: role,
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
      resourceArns: [lake.arnForObjects('interactions/*'), lake.arnForObjects('failed/*')],
    }),
  ];
}

/** Grants of the key: Firehose encrypts objects of the lake, and decrypts records that are buffered in the stream. */
function firehoseKeyUse(role: Role, lake: PrivateBucket, key: IKey): Grant[] {
  const actions = ['GenerateDataKey', 'Decrypt'];
  const written = lake.grantKey(role, ...actions);
  return [...(written ? [written] : []), grantKeyUse(key, role, { of: lake, via: 'firehose', actions })];
}
