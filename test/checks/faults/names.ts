import { add, type Draft, type Fault, firstOf, resourceAt, stackOf } from './fault';

/** Names, references, regions and what is read by name. */
export const nameFaults: readonly Fault[] = [
  {
    fault: 'a schema that changes under its name',
    stage: 'prod',
    seed: (assembly) => {
      const { Properties } = firstOf(assembly, 'Personalization', 'AWS::Personalize::Schema');
      Properties.Schema = Properties.Schema.replace('ITEM_ID', 'FILM_ID');
    },
    rule: 'fixed-names',
    construct: 'InteractionsSchema',
  },
  {
    fault: 'a filter that changes under its name',
    stage: 'dev',
    seed: (assembly) => {
      firstOf(assembly, 'Personalization', 'AWS::Personalize::Filter').Properties.FilterExpression += ' ';
    },
    rule: 'fixed-names',
    construct: 'Personalization/',
  },
  {
    fault: 'logs in another format under the name of their destination',
    stage: 'dev',
    seed: (assembly) => {
      firstOf(assembly, 'EdgeLogs', 'AWS::Logs::DeliveryDestination').Properties.OutputFormat = 'json';
    },
    rule: 'fixed-names',
    construct: 'EdgeLogs/EdgeLogs/Destination',
  },
  {
    fault: 'a bucket with a name, and a lock that cannot be added later',
    stage: 'dev',
    seed: (assembly) => {
      Object.assign(resourceAt(assembly, 'Storage/Lake').Properties, {
        BucketName: { 'Fn::Join': ['-', ['omnistream', { Ref: 'AWS::AccountId' }]] },
        ObjectLockEnabled: true,
      });
    },
    rule: 'fixed-names',
    construct: 'Storage/Lake',
  },
  {
    fault: 'a named resource that a rollback of its creation keeps',
    stage: 'prod',
    seed: (assembly) => {
      resourceAt(assembly, 'Delivery/EndedSessions').DeletionPolicy = 'Retain';
    },
    rule: 'kept-names',
    construct: 'Delivery/EndedSessions',
  },
  {
    fault: 'a named log group that a rollback of its creation keeps',
    stage: 'prod',
    seed: (assembly) => {
      const group = firstOf(assembly, 'MediaPipeline', 'AWS::Logs::LogGroup');
      group.DeletionPolicy = 'Retain';
      group.Properties.LogGroupName = '/omnistream/prod';
    },
    rule: 'kept-names',
    construct: 'MediaPipeline/',
  },
  {
    fault: 'two workgroups of one name',
    stage: 'dev',
    seed: (assembly) => {
      resourceAt(assembly, 'Analytics/Lake/Imports/Workgroup').Properties.Name = 'omnistream-dev';
    },
    rule: 'unique-names',
    construct: 'Analytics/Lake/Imports/Workgroup',
  },
  {
    fault: 'an output of another stack that is renamed',
    stage: 'dev',
    seed: (assembly) => {
      const { template } = stackOf(assembly, 'Storage');
      const [name = ''] = Object.keys(template.Outputs).filter((key) => key.includes('RefUploads'));
      template.Outputs.Renamed = template.Outputs[name];
      delete template.Outputs[name];
    },
    rule: 'stack-outputs',
    construct: 'MediaPipeline/',
  },
  {
    fault: 'two stacks that need each other',
    stage: 'prod',
    seed(assembly) {
      const { template, name, region } = stackOf(assembly, 'Api');
      template.Outputs = { ...template.Outputs, Added: { Value: 'x' } };
      const Description = { 'Fn::GetStackOutput': { StackName: name, OutputName: 'Added', Region: region } };
      add(assembly, 'Storage', 'AWS::KMS::Key', { Description });
    },
    rule: 'stack-outputs',
    construct: 'Storage',
  },
  {
    fault: 'a region that does not exist',
    stage: 'dev',
    seed: (assembly) => {
      stackOf(assembly, 'Storage').region = 'eu-west-9';
    },
    rule: 'regions',
    construct: 'Storage',
  },
  {
    fault: 'a region without MediaConvert',
    stage: 'dev',
    seed: (assembly) => {
      stackOf(assembly, 'MediaPipeline').region = 'ap-south-2';
    },
    rule: 'regions',
    construct: 'MediaPipeline/Encoder/Queue',
  },
  {
    fault: 'a region without Translate, which only functions call',
    stage: 'prod',
    seed: (assembly) => {
      stackOf(assembly, 'MediaPipeline').region = 'sa-east-1';
    },
    rule: 'regions',
    construct: 'MediaPipeline/Speech/Translate/Role',
  },
  {
    fault: 'an alarm on a metric of all stages',
    stage: 'dev',
    seed: (assembly) => alarm(assembly, 'AssetsFailed', [{ Name: 'Code', Value: 'UNPLAYABLE' }]),
    rule: 'metrics',
    construct: 'MediaPipeline/Added',
  },
  {
    fault: 'an alarm on the metric of another stage',
    stage: 'prod',
    seed: (assembly) => alarm(assembly, 'EventsNotKept', [{ Name: 'Stage', Value: 'dev' }]),
    rule: 'metrics',
    construct: 'MediaPipeline/Added',
  },
  {
    fault: 'an alarm on a metric that nothing emits',
    stage: 'dev',
    seed: (assembly) => alarm(assembly, 'AssetFailures', [{ Name: 'Stage', Value: 'dev' }]),
    rule: 'metrics',
    construct: 'MediaPipeline/Added',
  },
  {
    fault: 'a widget of a metric without one of its dimensions',
    stage: 'dev',
    seed: (assembly) =>
      add(assembly, 'MediaPipeline', 'AWS::CloudWatch::Dashboard', {
        DashboardBody: JSON.stringify({
          widgets: [{ type: 'metric', properties: { metrics: [['OmniStream', 'RecommenderAsked', 'Stage', 'dev']] } }],
        }),
      }),
    rule: 'metrics',
    construct: 'MediaPipeline/Added',
  },
  {
    fault: 'a search for a metric without the stage',
    stage: 'dev',
    seed: (assembly) =>
      add(assembly, 'MediaPipeline', 'AWS::CloudWatch::Dashboard', {
        DashboardBody: JSON.stringify({
          expression: `SEARCH('{OmniStream,Service,Operation} MetricName="AccessDenied"', 'Sum', 300)`,
        }),
      }),
    rule: 'metrics',
    construct: 'MediaPipeline/Added',
  },
];

function alarm(assembly: Parameters<Fault['seed']>[0], MetricName: string, Dimensions: Draft[]): void {
  const Properties = { Namespace: 'OmniStream', MetricName, Dimensions, Period: 300, EvaluationPeriods: 1 };
  add(assembly, 'MediaPipeline', 'AWS::CloudWatch::Alarm', Properties);
}
