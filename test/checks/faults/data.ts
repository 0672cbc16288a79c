import { add, type Draft, type Fault, firstOf, resourceAt } from './fault';

const lifecycleOf = (bucket: Draft): Draft[] => bucket.Properties.LifecycleConfiguration.Rules;
const ruleOf = (bucket: Draft, id: string): Draft => lifecycleOf(bucket).find(({ Id }) => Id === id);

/** Buckets, tables, streams and the catalog. */
export const dataFaults: readonly Fault[] = [
  {
    fault: 'objects expire on the day of their transition',
    stage: 'dev',
    seed(assembly) {
      const rule = ruleOf(resourceAt(assembly, 'Storage/Lake'), 'older');
      rule.ExpirationInDays = 90;
      rule.Transitions = [{ StorageClass: 'STANDARD_IA', TransitionInDays: 90 }];
    },
    rule: 'lifecycle',
    construct: 'Storage/Lake',
  },
  {
    fault: 'a transition to infrequent access after a week',
    stage: 'prod',
    seed(assembly) {
      const [step] = ruleOf(resourceAt(assembly, 'Storage/Lake'), 'older').Transitions;
      step.TransitionInDays = 7;
    },
    rule: 'lifecycle',
    construct: 'Storage/Lake',
  },
  {
    fault: 'noncurrent versions that expire before their transition',
    stage: 'dev',
    seed(assembly) {
      const rule = ruleOf(resourceAt(assembly, 'Replica/Content'), 'tidy');
      rule.NoncurrentVersionTransitions = [{ StorageClass: 'GLACIER', TransitionInDays: 60 }];
    },
    rule: 'lifecycle',
    construct: 'Replica/Content',
  },
  {
    fault: 'two lifecycle rules of one id',
    stage: 'dev',
    seed: (assembly) => {
      ruleOf(resourceAt(assembly, 'Storage/Content'), 'work').Id = 'tidy';
    },
    rule: 'lifecycle',
    construct: 'Storage/Content',
  },
  {
    fault: 'an expiration and a later transition in two rules of one filter',
    stage: 'prod',
    seed: (assembly) =>
      lifecycleOf(resourceAt(assembly, 'Storage/AccessLog')).push({
        Id: 'cold',
        Status: 'Enabled',
        Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 200 }],
      }),
    rule: 'lifecycle',
    construct: 'Storage/AccessLog',
  },
  {
    fault: 'transitions that go backwards',
    stage: 'prod',
    seed: (assembly) =>
      ruleOf(resourceAt(assembly, 'Storage/Lake'), 'older').Transitions.push({
        StorageClass: 'GLACIER',
        TransitionInDays: 60,
      }),
    rule: 'lifecycle',
    construct: 'Storage/Lake',
  },
  {
    fault: 'a table with the definition of an attribute that no key uses',
    stage: 'dev',
    seed: (assembly) =>
      resourceAt(assembly, 'Storage/Jobs').Properties.AttributeDefinitions.push({
        AttributeName: 'status',
        AttributeType: 'S',
      }),
    rule: 'tables',
    construct: 'Storage/Jobs',
  },
  {
    fault: 'an index by an attribute without a definition',
    stage: 'dev',
    seed: (assembly) => {
      resourceAt(assembly, 'Storage/Assets').Properties.GlobalSecondaryIndexes[0].KeySchema[0].AttributeName = 'genre';
    },
    rule: 'tables',
    construct: 'Storage/Assets',
  },
  {
    fault: 'a table without a replica in the region of its stack',
    stage: 'dev',
    seed: (assembly) => {
      resourceAt(assembly, 'Storage/Jobs').Properties.Replicas[0].Region = 'eu-north-1';
    },
    rule: 'tables',
    construct: 'Storage/Jobs',
  },
  {
    fault: 'a replicated table without a stream',
    stage: 'prod',
    seed: (assembly) => {
      delete resourceAt(assembly, 'Storage/Assets').Properties.StreamSpecification;
    },
    rule: 'tables',
    construct: 'Storage/Assets',
  },
  {
    fault: 'a replica without a key of its region',
    stage: 'prod',
    seed: (assembly) => {
      delete resourceAt(assembly, 'Storage/Assets').Properties.Replicas[0].SSESpecification;
    },
    rule: 'tables',
    construct: 'Storage/Assets',
  },
  {
    fault: 'a small buffer before Parquet',
    stage: 'dev',
    seed: (assembly) => {
      const { ExtendedS3DestinationConfiguration: destination } = firstOf(
        assembly,
        'Analytics',
        'AWS::KinesisFirehose::DeliveryStream',
      ).Properties;
      destination.BufferingHints.SizeInMBs = 16;
    },
    rule: 'delivery-streams',
    construct: 'Analytics/Interactions/Stream',
  },
  {
    fault: 'compression beside Parquet',
    stage: 'dev',
    seed: (assembly) => {
      const { ExtendedS3DestinationConfiguration: destination } = firstOf(
        assembly,
        'Analytics',
        'AWS::KinesisFirehose::DeliveryStream',
      ).Properties;
      destination.CompressionFormat = 'GZIP';
    },
    rule: 'delivery-streams',
    construct: 'Analytics/Interactions/Stream',
  },
  {
    fault: 'a column that is a partition key, too',
    stage: 'dev',
    seed: (assembly) =>
      resourceAt(assembly, 'Analytics/Lake/Catalog/Interactions').Properties.TableInput.StorageDescriptor.Columns.push({
        Name: 'day',
        Type: 'string',
      }),
    rule: 'catalog',
    construct: 'Analytics/Lake/Catalog/Interactions',
  },
  {
    fault: 'a column in capitals',
    stage: 'dev',
    seed: (assembly) => {
      const { Columns } = resourceAt(assembly, 'Analytics/Lake/Catalog/Interactions').Properties.TableInput
        .StorageDescriptor;
      Columns[0].Name = 'assetId';
    },
    rule: 'catalog',
    construct: 'Analytics/Lake/Catalog/Interactions',
  },
  {
    fault: 'a bucket that allows OPTIONS',
    stage: 'dev',
    seed: (assembly) =>
      resourceAt(assembly, 'Storage/Uploads').Properties.CorsConfiguration.CorsRules[0].AllowedMethods.push('OPTIONS'),
    rule: 'cors',
    construct: 'Storage/Uploads',
  },
  {
    fault: 'a secret in plain text',
    stage: 'dev',
    seed: (assembly) => add(assembly, 'Delivery', 'AWS::SecretsManager::Secret', { SecretString: 'open sesame' }),
    rule: 'plain-secrets',
    construct: 'Delivery/Added',
  },
];
