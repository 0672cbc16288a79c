import type { Kernel } from '../../kernel/kernel';
import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../kernel/service';
import type { Conversion, StreamDefinition } from './definition';
import { type PartitionKey, parseMetadataQuery } from './metadata-query';
import { checkPrefix, withDefaultTime } from './prefix';

// biome-ignore lint/suspicious/noExplicitAny: the nested properties are checked by name below
type Properties = Record<string, any>;

const yes = (value: unknown) => String(value ?? false) === 'true';

/** Throws for members that are not supported. */
function members(resource: Resource, property: string, value: Properties | undefined, known: readonly string[]): void {
  const unknown = Object.entries(value ?? {}).find(([name, set]) => set !== undefined && !known.includes(name));
  if (unknown) throw unsupported(resource, `${property}.${unknown[0]}`);
}

const nameOf = (resource: Resource<Properties>): string => resource.properties.DeliveryStreamName ?? resource.name;
const arnOf = (resource: Resource<Properties>) =>
  `arn:aws:firehose:${resource.region}:${resource.accountId}:deliverystream/${nameOf(resource)}`;

/** `AWS::KinesisFirehose::DeliveryStream` with the extended S3 destination. */
export function streamProvider(
  kernel: Kernel,
  put: (definition: StreamDefinition) => void,
): ResourceProvider<Properties> {
  return {
    identify: (resource) => ({ ref: nameOf(resource), attributes: { Arn: arnOf(resource) } }),
    deploy(resource) {
      knownProperties(resource, [
        ...['DeliveryStreamName', 'DeliveryStreamType', 'ExtendedS3DestinationConfiguration'],
        // The journal is on the laptop's disk like all other data.
        ...['DeliveryStreamEncryptionConfigurationInput', 'Tags'],
      ]);
      const { DeliveryStreamType = 'DirectPut', ExtendedS3DestinationConfiguration: s3 } = resource.properties;
      if (DeliveryStreamType !== 'DirectPut') throw unsupported(resource, `DeliveryStreamType ${DeliveryStreamType}`);
      if (!s3) throw unsupported(resource, 'a stream without ExtendedS3DestinationConfiguration');
      put(readDestination(kernel, resource, s3));
      return undefined;
    },
  };
}

const destination = 'ExtendedS3DestinationConfiguration';

function readDestination(kernel: Kernel, resource: Resource<Properties>, s3: Properties): StreamDefinition {
  members(resource, destination, s3, [
    ...['BucketARN', 'RoleARN', 'Prefix', 'ErrorOutputPrefix', 'BufferingHints', 'CompressionFormat'],
    ...['EncryptionConfiguration', 'DynamicPartitioningConfiguration', 'ProcessingConfiguration'],
    ...['DataFormatConversionConfiguration', 'CloudWatchLoggingOptions', 'S3BackupMode'],
  ]);
  if ((s3.CompressionFormat ?? 'UNCOMPRESSED') !== 'UNCOMPRESSED') throw unsupported(resource, 'CompressionFormat');
  if ((s3.S3BackupMode ?? 'Disabled') !== 'Disabled') throw unsupported(resource, 'S3BackupMode');
  const conversion = readConversion(resource, s3.DataFormatConversionConfiguration);
  const partitionKeys = readPartitionKeys(resource, s3);
  const keys = (partitionKeys ?? []).map(({ name }) => name);
  const prefix = withDefaultTime(s3.Prefix ?? '', partitionKeys !== undefined);
  const errorPrefix =
    s3.ErrorOutputPrefix ?? `${s3.Prefix ?? ''}!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH/}`;
  try {
    checkPrefix(prefix, keys, false);
    checkPrefix(errorPrefix, [], true);
  } catch (error) {
    throw unsupported(resource, `${destination}.Prefix`, (error as Error).message);
  }
  const log = s3.CloudWatchLoggingOptions;
  return {
    ...{ name: nameOf(resource), arn: arnOf(resource), region: resource.region, createdAt: kernel.now() },
    ...{ roleArn: s3.RoleARN, bucket: String(s3.BucketARN).replace(/^arn:[\w-]+:s3:::/, ''), prefix, errorPrefix },
    kmsKey: s3.EncryptionConfiguration?.KMSEncryptionConfig?.AWSKMSKeyARN,
    // These are AWS's own defaults.
    buffering: {
      megabytes: Number(s3.BufferingHints?.SizeInMBs ?? (conversion ? 128 : 5)),
      seconds: Number(s3.BufferingHints?.IntervalInSeconds ?? 300),
    },
    partitionKeys,
    conversion,
    ...(yes(log?.Enabled) && { log: { group: log.LogGroupName, stream: log.LogStreamName } }),
  };
}

function readPartitionKeys(resource: Resource, s3: Properties): PartitionKey[] | undefined {
  const processing = s3.ProcessingConfiguration;
  const processors: Properties[] = yes(processing?.Enabled) ? (processing.Processors ?? []) : [];
  const property = `${destination}.ProcessingConfiguration`;
  const other = processors.find(({ Type }) => Type !== 'MetadataExtraction');
  if (other) throw unsupported(resource, `${property} ${other.Type}`);
  if (!yes(s3.DynamicPartitioningConfiguration?.Enabled)) {
    if (processors.length > 0) throw unsupported(resource, `${property} without dynamic partitioning`);
    return undefined;
  }
  const parameters: Properties[] = processors.flatMap(({ Parameters = [] }) => Parameters);
  const parameter = (name: string) => parameters.find(({ ParameterName }) => ParameterName === name)?.ParameterValue;
  if ((parameter('JsonParsingEngine') ?? 'JQ-1.6') !== 'JQ-1.6') throw unsupported(resource, 'JsonParsingEngine');
  try {
    return parseMetadataQuery(parameter('MetadataExtractionQuery') ?? '');
  } catch (error) {
    throw unsupported(resource, 'MetadataExtractionQuery', `is not supported: ${(error as Error).message}`);
  }
}

function readConversion(resource: Resource, configuration: Properties | undefined): Conversion | undefined {
  if (!configuration || !yes(configuration.Enabled ?? true)) return undefined;
  const property = `${destination}.DataFormatConversionConfiguration`;
  const { InputFormatConfiguration, OutputFormatConfiguration, SchemaConfiguration: schema = {} } = configuration;
  const { OpenXJsonSerDe: reader, ...otherReaders } = InputFormatConfiguration?.Deserializer ?? {};
  const { ParquetSerDe: writer, ...otherWriters } = OutputFormatConfiguration?.Serializer ?? {};
  members(resource, `${property}.Deserializer`, otherReaders, []);
  members(resource, `${property}.Serializer`, otherWriters, []);
  if (!reader || !writer) throw unsupported(resource, `${property} without OpenXJsonSerDe and ParquetSerDe`);
  const readers = ['CaseInsensitive', 'ConvertDotsInJsonKeysToUnderscores', 'ColumnToJsonKeyMappings'];
  members(resource, 'OpenXJsonSerDe', reader, readers);
  members(resource, 'ParquetSerDe', writer, ['Compression', 'EnableDictionaryCompression', 'WriterVersion']);
  if ((writer.Compression ?? 'SNAPPY') !== 'SNAPPY') throw unsupported(resource, 'ParquetSerDe.Compression');
  const schemas = ['CatalogId', 'DatabaseName', 'TableName', 'Region', 'RoleARN', 'VersionId'];
  members(resource, 'SchemaConfiguration', schema, schemas);
  if ((schema.VersionId ?? 'LATEST') !== 'LATEST') throw unsupported(resource, 'SchemaConfiguration.VersionId');
  return {
    database: schema.DatabaseName,
    table: schema.TableName,
    region: schema.Region ?? resource.region,
    roleArn: schema.RoleARN,
    reader: {
      caseInsensitive: yes(reader.CaseInsensitive ?? true),
      dotsToUnderscores: yes(reader.ConvertDotsInJsonKeysToUnderscores),
      mappings: reader.ColumnToJsonKeyMappings ?? {},
    },
  };
}
