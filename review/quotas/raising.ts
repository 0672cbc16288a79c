/** Whether AWS raises a quota on request, from the page that documents the quota. */
export interface Raising {
  /** `on request`: AWS raises the quota. `fixed`: AWS does not raise it. */
  readonly raised: 'on request' | 'fixed';
  /** The alternative, or the maximum value. */
  readonly note: string;
  readonly source: string;
}

const iam = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html';
const cloudFront = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html';
const cloudFormation = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html';
const events = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html';
const personalize = 'https://docs.aws.amazon.com/general/latest/gr/personalize.html';

const onRequest = (source: string, note = ''): Raising => ({ raised: 'on request', note, source });
const fixed = (source: string, note: string): Raising => ({ raised: 'fixed', note, source });

/** Entries by the quota names of `checks/quotas.ts`. A missing quota fails `npm run review`. */
export const raising: Readonly<Record<string, Raising>> = {
  'characters of a trust policy': onRequest(iam),
  'characters of a managed policy': fixed(iam, 'split the policy'),
  'managed policies of a role': onRequest(iam),
  'characters of a role’s inline policies': fixed(iam, 'move part of the work to a function with its own role'),
  'bytes of a function’s environment': fixed(lambda, 'keep long lists in a file of the bundle'),
  'bytes of a function’s own policy': fixed(lambda, 'move part of the routes to another function'),
  'bytes of a CloudFront function': fixed(cloudFront, 'keep data in the key-value store'),
  'cache behaviors of a distribution': onRequest(cloudFront),
  'origins of a distribution': onRequest(cloudFront),
  'public keys of a key group': onRequest(cloudFront),
  'bytes of a state machine’s definition': fixed(
    'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html',
    'move part of it to a separate state machine',
  ),
  'bytes of a bucket policy': fixed('https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html', ''),
  'bytes of a key policy': fixed('https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html', ''),
  'characters of an event pattern': onRequest(events),
  'targets of an event rule': fixed(events, 'add a rule with the same pattern'),
  'global secondary indexes of a table': onRequest(
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
  ),
  'bytes of a template': fixed(cloudFormation, 'split the stack'),
  'resources of a template': fixed(cloudFormation, 'split the stack'),
  'outputs of a template': fixed(cloudFormation, 'split the stack'),
  'AWS::CloudFront::CachePolicy of an account': onRequest(cloudFront),
  'AWS::CloudFront::ResponseHeadersPolicy of an account': onRequest(cloudFront),
  'AWS::CloudFront::KeyGroup of an account': onRequest(cloudFront),
  'AWS::CloudFront::PublicKey of an account': onRequest(cloudFront),
  'AWS::Personalize::DatasetGroup of an account': onRequest(personalize),
  'AWS::Personalize::Filter of an account': onRequest(personalize),
  'AWS::Personalize::Schema of an account': onRequest(personalize),
};
