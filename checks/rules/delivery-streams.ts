import { type Rule, resources } from '../rule';

// biome-ignore lint/suspicious/noExplicitAny: ExtendedS3DestinationConfiguration
type Destination = any;

/**
 * What Firehose refuses about record format conversion and dynamic partitioning.
 * https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html
 * https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning.html
 */
export const deliveryStreams: Rule = {
  name: 'delivery-streams',
  check: (assembly) =>
    resources(assembly, 'AWS::KinesisFirehose::DeliveryStream').flatMap(({ construct, resource }) =>
      [...problems(resource.Properties?.ExtendedS3DestinationConfiguration ?? {})].map((message) => ({
        rule: 'delivery-streams',
        construct,
        message,
      })),
    ),
};

function* problems(destination: Destination): Generator<string> {
  const { BufferingHints = {}, CompressionFormat = 'UNCOMPRESSED', Prefix = '', ErrorOutputPrefix = '' } = destination;
  const { SizeInMBs = 5, IntervalInSeconds = 300 } = BufferingHints;
  const converts = destination.DataFormatConversionConfiguration?.Enabled === true;
  const partitions = destination.DynamicPartitioningConfiguration?.Enabled === true;
  if ((converts || partitions) && SizeInMBs < 64) {
    yield `The buffer is ${SizeInMBs} MB; with ${converts ? 'format conversion' : 'dynamic partitioning'} Firehose wants at least 64.`;
  }
  if (SizeInMBs > 128) yield `The buffer is ${SizeInMBs} MB; Firehose takes at most 128.`;
  if (IntervalInSeconds > 900) yield `The buffer waits ${IntervalInSeconds} s; Firehose takes at most 900.`;
  if (converts && CompressionFormat !== 'UNCOMPRESSED') {
    yield `CompressionFormat is ${CompressionFormat}; with format conversion it has to be UNCOMPRESSED, since Parquet is compressed by itself.`;
  }
  const usesKeys = typeof Prefix === 'string' && Prefix.includes('partitionKeyFrom');
  if (partitions && !usesKeys) yield 'Dynamic partitioning is on, and Prefix names no !{partitionKeyFrom…:…}. Add one.';
  if (!partitions && usesKeys) yield 'Prefix names a partition key, and dynamic partitioning is off. Turn it on.';
  if (typeof Prefix === 'string' && Prefix.includes('!{') && !ErrorOutputPrefix) {
    yield 'Prefix has expressions, and there is no ErrorOutputPrefix; Firehose demands one. Add it.';
  }
}
