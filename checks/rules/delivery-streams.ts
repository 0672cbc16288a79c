import { type Rule, resources } from '../rule';

// biome-ignore lint/suspicious/noExplicitAny: ExtendedS3DestinationConfiguration
type Destination = any;

/**
 * Finds settings of record format conversion and dynamic partitioning that Firehose refuses.
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
    yield `The buffer is ${SizeInMBs} MB. With ${converts ? 'format conversion' : 'dynamic partitioning'}, Firehose requires at least 64.`;
  }
  if (SizeInMBs > 128) yield `The buffer is ${SizeInMBs} MB. Firehose accepts at most 128.`;
  if (IntervalInSeconds > 900) yield `The buffer waits ${IntervalInSeconds} s. Firehose accepts at most 900.`;
  if (converts && CompressionFormat !== 'UNCOMPRESSED') {
    yield `CompressionFormat is ${CompressionFormat}. With format conversion it must be UNCOMPRESSED, because Parquet has its own compression.`;
  }
  const usesKeys = typeof Prefix === 'string' && Prefix.includes('partitionKeyFrom');
  if (partitions && !usesKeys) yield 'Dynamic partitioning is on, but Prefix has no !{partitionKeyFrom…:…}. Add one.';
  if (!partitions && usesKeys) yield 'Prefix has a partition key, but dynamic partitioning is off. Turn it on.';
  if (typeof Prefix === 'string' && Prefix.includes('!{') && !ErrorOutputPrefix) {
    yield 'Prefix has expressions, but ErrorOutputPrefix is missing. Firehose requires it. Add it.';
  }
}
