import { add, type Draft, type Fault, firstOf, resourceAt, stackOf } from './fault';

const distribution = (assembly: Parameters<Fault['seed']>[0]): Draft =>
  resourceAt(assembly, 'Delivery/Screen/Distribution').Properties.DistributionConfig;

/** Quotas, times, and what services refuse about what calls them. */
export const limitFaults: readonly Fault[] = [
  {
    fault: 'a role whose policies are longer than IAM takes',
    stage: 'dev',
    seed: (assembly) => {
      const { Properties } = resourceAt(assembly, 'Api/Insights/Role/DefaultPolicy');
      const Resource = Array.from({ length: 120 }, (_, index) => `arn:aws:s3:::films/${index}/${'x'.repeat(40)}/*`);
      Properties.PolicyDocument.Statement.push({ Effect: 'Allow', Action: 's3:GetObject', Resource });
    },
    rule: 'quotas',
    construct: 'Api/Insights/Role',
  },
  {
    fault: 'a CloudFront function of more than 10 KB',
    stage: 'dev',
    seed: (assembly) => {
      resourceAt(assembly, 'Delivery/Screen/ViewerRequest').Properties.FunctionCode += `//${'x'.repeat(10_000)}`;
    },
    rule: 'quotas',
    construct: 'Delivery/Screen/ViewerRequest',
  },
  {
    fault: 'an environment of more than 4 KB',
    stage: 'prod',
    seed: (assembly) => {
      resourceAt(assembly, 'Api/Assets/Function').Properties.Environment.Variables.NOTES = 'x'.repeat(4096);
    },
    rule: 'quotas',
    construct: 'Api/Assets/Function',
  },
  {
    fault: 'a stack of more than 500 resources',
    stage: 'dev',
    seed: (assembly) => {
      const { Resources } = stackOf(assembly, 'Storage').template;
      for (let index = 0; index <= 500; index++) Resources[`Topic${index}`] = { Type: 'AWS::SNS::Topic' };
    },
    rule: 'quotas',
    construct: 'Storage',
  },
  {
    fault: 'a template of more than 1 MB',
    stage: 'dev',
    seed: (assembly) => {
      stackOf(assembly, 'MediaPipeline').templateBytes = 1_000_001;
    },
    rule: 'quotas',
    construct: 'MediaPipeline',
  },
  {
    fault: 'an alarm with a period of 45 seconds',
    stage: 'dev',
    seed: (assembly) => {
      resourceAt(assembly, 'Monitoring/Lake/Late').Properties.Period = 45;
    },
    rule: 'alarms',
    construct: 'Monitoring/Lake/Late',
  },
  {
    fault: 'an alarm that looks back for two days',
    stage: 'dev',
    seed: (assembly) => {
      resourceAt(assembly, 'Monitoring/Lake/Late').Properties.EvaluationPeriods = 576;
    },
    rule: 'alarms',
    construct: 'Monitoring/Lake/Late',
  },
  {
    fault: 'a schedule of one day in the plural',
    stage: 'dev',
    seed: (assembly) => {
      firstOf(assembly, 'Personalization', 'AWS::Scheduler::Schedule').Properties.ScheduleExpression = 'rate(1 days)';
    },
    rule: 'schedules',
    construct: 'Personalization/',
  },
  {
    fault: 'a schedule with both a day of the month and of the week',
    stage: 'dev',
    seed: (assembly) => {
      const schedule = firstOf(assembly, 'Personalization', 'AWS::Scheduler::Schedule');
      schedule.Properties.ScheduleExpression = 'cron(0 4 * * * *)';
    },
    rule: 'schedules',
    construct: 'Personalization/',
  },
  {
    fault: 'a route whose function may run longer than the API waits',
    stage: 'dev',
    seed: (assembly) => {
      resourceAt(assembly, 'Api/Insights/Function').Properties.Timeout = 60;
    },
    rule: 'functions',
    construct: 'Api/Insights/Function',
  },
  {
    fault: 'a trigger that may run longer than Cognito waits',
    stage: 'dev',
    seed: (assembly) => {
      resourceAt(assembly, 'Auth/PreToken/Function').Properties.Timeout = 10;
    },
    rule: 'functions',
    construct: 'Auth/PreToken/Function',
  },
  {
    fault: 'an environment with a name that Lambda reserves',
    stage: 'prod',
    seed: (assembly) => {
      resourceAt(assembly, 'Api/Assets/Function').Properties.Environment.Variables.AWS_REGION = 'eu-west-1';
    },
    rule: 'functions',
    construct: 'Api/Assets/Function',
  },
  {
    fault: 'a queue that shows a message again while its function still runs',
    stage: 'dev',
    seed: (assembly) => {
      const { Resources } = stackOf(assembly, 'MediaPipeline').template;
      const idOf = (start: string) => Object.keys(Resources).find((id) => id.startsWith(start)) as string;
      resourceAt(assembly, 'MediaPipeline/Fail/Function').Properties.Timeout = 60;
      add(assembly, 'MediaPipeline', 'AWS::Lambda::EventSourceMapping', {
        EventSourceArn: { 'Fn::GetAtt': [idOf('DeadLetters'), 'Arn'] },
        FunctionName: { Ref: idOf('FailFunction') },
      });
    },
    rule: 'queues',
    construct: 'MediaPipeline/DeadLetters',
  },
  {
    fault: 'dead letters that are kept for as long as the letters themselves',
    stage: 'dev',
    seed: (assembly) => {
      const { Resources } = stackOf(assembly, 'MediaPipeline').template;
      const id = Object.keys(Resources).find((key) => key.startsWith('DeadLetters')) as string;
      add(assembly, 'MediaPipeline', 'AWS::SQS::Queue', {
        MessageRetentionPeriod: 1_209_600,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [id, 'Arn'] }, maxReceiveCount: 3 },
      });
    },
    rule: 'queues',
    construct: 'MediaPipeline/DeadLetters',
  },
  {
    fault: 'an origin group that takes POST',
    stage: 'dev',
    seed: (assembly) => {
      const [behavior] = distribution(assembly).CacheBehaviors.filter((one: Draft) => one.PathPattern === '/v/*');
      behavior.AllowedMethods = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'];
    },
    rule: 'distributions',
    construct: 'Delivery/Screen/Distribution',
  },
  {
    fault: 'two cache behaviors of one path',
    stage: 'dev',
    seed: (assembly) => {
      const { CacheBehaviors } = distribution(assembly);
      CacheBehaviors.push({ ...CacheBehaviors[0] });
    },
    rule: 'distributions',
    construct: 'Delivery/Screen/Distribution',
  },
  {
    fault: 'a web ACL for CloudFront outside of us-east-1',
    stage: 'prod',
    seed: (assembly) => {
      stackOf(assembly, 'Edge').region = 'eu-west-1';
    },
    rule: 'distributions',
    construct: 'Edge/Firewall',
  },
  {
    fault: 'a cache policy that keeps nothing, by a header',
    stage: 'dev',
    seed: (assembly) => {
      const { CachePolicyConfig } = resourceAt(assembly, 'Delivery/Screen/Segments').Properties;
      Object.assign(CachePolicyConfig, { MinTTL: 0, DefaultTTL: 0, MaxTTL: 0 });
      CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig = {
        HeaderBehavior: 'whitelist',
        Headers: ['origin'],
      };
    },
    rule: 'distributions',
    construct: 'Delivery/Screen/Segments',
  },
  {
    fault: 'an API that takes credentials from everywhere',
    stage: 'dev',
    seed: (assembly) => {
      resourceAt(assembly, 'Delivery/PublicApi/Api').Properties.CorsConfiguration = {
        AllowCredentials: true,
        AllowOrigins: ['*'],
      };
    },
    rule: 'cors',
    construct: 'Delivery/PublicApi/Api',
  },
  {
    fault: 'a placeholder of a state machine that nothing fills in',
    stage: 'dev',
    seed: (assembly) => {
      delete resourceAt(assembly, 'MediaPipeline/Workflow/Default').Properties.DefinitionSubstitutions.Publish;
    },
    rule: 'workflows',
    construct: 'MediaPipeline/Workflow/Default',
  },
  {
    fault: 'a heartbeat as long as the time limit',
    stage: 'dev',
    seed: (assembly) => {
      const { Properties } = resourceAt(assembly, 'MediaPipeline/Workflow/Default');
      const definition = JSON.parse(Properties.DefinitionString);
      Object.assign(definition.States[definition.StartAt], { HeartbeatSeconds: 300, TimeoutSeconds: 300 });
      Properties.DefinitionString = JSON.stringify(definition);
    },
    rule: 'workflows',
    construct: 'MediaPipeline/Workflow/Default',
  },
];
