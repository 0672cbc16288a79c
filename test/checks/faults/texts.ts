import { add, type Draft, type Fault, firstOf, resourceAt, stackOf } from './fault';

/** What is wrong with the texts, tags and ids by which people find their way in an account. */
export const textFaults: readonly Fault[] = [
  {
    fault: 'a role described with a typographic dash',
    stage: 'dev',
    seed: (assembly) => {
      firstOf(assembly, 'Api', 'AWS::IAM::Role').Properties.Description = 'Reads films — and nothing else';
    },
    rule: 'descriptions',
    construct: 'Api/',
    message: /contains —, which IAM refuses/,
  },
  {
    fault: 'a rule without a description',
    stage: 'dev',
    seed: (assembly) => {
      resourceAt(assembly, 'MediaPipeline/JobChanged').Properties.Description = undefined;
    },
    rule: 'descriptions',
    construct: 'MediaPipeline/JobChanged',
  },
  {
    fault: 'a cache policy whose comment, within its configuration, is empty',
    stage: 'prod',
    seed: (assembly) => {
      firstOf(assembly, 'Delivery', 'AWS::CloudFront::CachePolicy').Properties.CachePolicyConfig.Comment = '';
    },
    rule: 'descriptions',
    construct: 'Delivery/Screen',
    message: /CachePolicyConfig\.Comment/,
  },
  {
    fault: 'an output without a description',
    stage: 'dev',
    seed: (assembly) => {
      stackOf(assembly, 'Storage').template.Outputs.Bare = { Value: 'bare' };
    },
    rule: 'descriptions',
    construct: 'Storage/Bare',
  },
  {
    fault: 'a stack without a description',
    stage: 'dev',
    seed: (assembly) => {
      stackOf(assembly, 'Edge').template.Description = undefined;
    },
    rule: 'descriptions',
    construct: 'Edge',
  },
  {
    fault: 'a queue without the tag of its stage',
    stage: 'dev',
    seed: (assembly) => {
      const queue = firstOf(assembly, 'MediaPipeline', 'AWS::SQS::Queue');
      queue.Properties.Tags = queue.Properties.Tags.filter(({ Key }: Draft) => Key !== 'stage');
    },
    rule: 'tags',
    construct: 'MediaPipeline/DeadLetters',
    message: /lacks the tags stage/,
  },
  {
    fault: 'a role that CDK names by a hash of what it is for',
    stage: 'dev',
    seed: (assembly) => {
      const properties = { AssumeRolePolicyDocument: {}, Description: 'Starts a workflow' };
      add(assembly, 'Personalization', 'AWS::IAM::Role', properties);
      const { Resources } = stackOf(assembly, 'Personalization').template;
      Resources.SchedulerRoleForTargetdfc43e2122069F = Resources.Added;
      delete Resources.Added;
    },
    rule: 'logical-ids',
    construct: 'Personalization/Added',
  },
];
