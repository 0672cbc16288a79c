import { claim, noProperty, noResource, noText, source, template, test } from '../evidence/evidence';
import type { Pillar } from './pillar';

export const cost: Pillar = {
  name: 'Cost optimization',
  holds: [
    claim(
      'Nothing is paid by the hour unless the stage requests it: tables are billed per request, MediaConvert is on demand, and the stage limits the number of recommenders.',
      template('prod', 'Storage', 'AWS::DynamoDB::GlobalTable', 'BillingMode', 'PAY_PER_REQUEST'),
      template('prod', 'MediaPipeline', 'EncoderQueue', 'PricingPlan', 'ON_DEMAND'),
      test('lib/constructs/recommenders/lifecycle', 'without any, imports and asks nothing, and is left with none'),
    ),
    claim(
      'Recommenders without requests are stopped after a week.',
      test(
        'lib/constructs/recommenders/lifecycle',
        'a stopped recommender that was requested is started, and no other',
      ),
      source('docs/recommendations.md', 'After a week without queries all are stopped.'),
    ),
    claim(
      'Preflight computes the idle cost of a stage from its templates.',
      test('ops/preflight/idle-cost', 'preflight sums up all stacks by the prices of npm run cost'),
    ),
    claim(
      'The cost of a film is estimated and reserved before it is encoded. Above a limit, the film waits for an administrator.',
      test(
        'journeys/budget',
        'a film is estimated, made, and costs what its jobs made; a month that is spent asks an administrator',
      ),
    ),
    claim(
      'A retry does not encode, recognize or speak existing results again.',
      test('lambda/media-pipeline/encode/transcode', 'a crash at %s never makes a second job'),
      test('lambda/speech/dub/dub', 'a second attempt pays only for what the first did not speak'),
      test('lib/constructs/workflow/runs', 'nothing is encoded but the dub, and nothing recognized'),
    ),
    claim(
      'Sources are refused before they cause costs: too large ones before the file is opened, too long ones before a job is created.',
      test('lambda/media-pipeline/intake/inspect', 'a file over the limit is refused, and one at the limit is not'),
      test(
        'lambda/speech/transcribe/extract-sound',
        'a film of more than four hours is turned down before a job is paid for',
      ),
    ),
    claim(
      'Lifecycle rules delete results of queries, import files, logs, old versions and parts of unfinished uploads, and move sources to Intelligent-Tiering.',
      test('lib/stacks', '$id drops what an interrupted upload left'),
      test('lib/stacks', 'every log group forgets'),
      template(
        'prod',
        'Storage',
        'Uploads',
        'LifecycleConfiguration.Rules.*.Transitions.*.StorageClass',
        'INTELLIGENT_TIERING',
      ),
    ),
    claim(
      'A limit of bytes stops a query of the lake.',
      template('prod', 'Analytics', 'LakeQueriesWorkgroup', 'WorkGroupConfiguration.BytesScannedCutoffPerQuery'),
      test('local/test/services/athena/athena', 'stops at the workgroup’s limit of bytes'),
    ),
    claim(
      'Costs can be attributed: all resources are tagged with application and stage, except types whose tags cannot change.',
      source('bin/omnistream.ts', "Tags.of(app).add('stage', stage.name)"),
      test('lib/personalization-stack', 'and tags, where those cannot be changed either, are not on what holds data'),
    ),
  ],
  gaps: [
    claim(
      'The templates contain no budget and no anomaly detection.',
      noResource('prod', 'AWS::Budgets::Budget'),
      noResource('prod', 'AWS::CE::AnomalyMonitor'),
    ),
    claim(
      'Films stay in S3 Standard even if they are never played.',
      noProperty('prod', 'Storage', 'Content', 'LifecycleConfiguration.Rules.*.Transitions'),
    ),
    claim(
      'The web ACL’s managed rules are applied to segments as well as to the page and the API.',
      noText('lib/edge-stack.ts', 'scopeDownStatement'),
    ),
  ],
};
