import { claim, noFile, noProperty, noResource, source, template, test } from '../evidence/evidence';
import type { Pillar } from './pillar';

export const operationalExcellence: Pillar = {
  name: 'Operational excellence',
  holds: [
    claim(
      'The whole system is one CDK app; stages are typed records, and one that cannot be deployed is refused at synthesis with all its faults.',
      source('bin/omnistream.ts', 'The whole of OmniStream, for one stage.'),
      test('lib/stage-schema', 'all faults are named at once'),
    ),
    claim(
      'Templates are checked before a deployment for what AWS would refuse, one rule per kind of refusal; each rule finds a fault that is seeded for it.',
      test('checks/seeded-faults', 'each rule finds at least one of them'),
    ),
    claim(
      'An account is compared with a stage before its first deployment, without a change to the account.',
      test('ops/preflight/preflight', 'an account in which everything is ready has no problems'),
    ),
    claim(
      'A deployment is tried from upload to report by one command.',
      test('journeys/smoke', 'a deployment is tried from upload to report, and everything holds'),
    ),
    claim(
      'A stage can be taken down to the last object, and a protected one is refused.',
      test('ops/teardown/laptop', 'a stage in use is deleted to the last object, also when the teardown is cut off'),
      test('ops/teardown/laptop', 'a stage that its settings protect is not deleted, and the way to do it is named'),
    ),
    claim(
      'The synthesized app runs on a laptop, with the same bundles, workflows, policies and routes; journeys are tested there with real films.',
      test('journeys/film', 'is READY, with a ladder that was never upscaled'),
      test('laptop/permissions/reference', 'every action and condition key that is named anywhere in local/ exists'),
    ),
    claim(
      'Every function is traced, and logs JSON to a group of its own; the workflow logs every state.',
      test('lib/stacks', 'every function is traced, logs to a group of its own and runs the newest Node.js on arm64'),
      template('prod', 'Api', 'AWS::Lambda::Function', 'LoggingConfig.LogFormat', 'JSON'),
      template('prod', 'MediaPipeline', 'Workflow', 'LoggingConfiguration.Level', 'ALL'),
    ),
    claim(
      'A change that would replace or lose what holds data fails against the last release’s record.',
      source('checks/index.ts', 'What the assembly would replace, delete, or change in one step that takes two.'),
    ),
    claim(
      'Decisions have records, each indexed with what was decided.',
      test('review/decisions', 'a record without a decision is refused by name'),
    ),
  ],
  gaps: [
    claim(
      'No alarm has an action: none sends an e-mail, a chat message or a page.',
      noProperty('prod', 'Analytics', 'AWS::CloudWatch::Alarm', 'AlarmActions'),
    ),
    claim(
      'Alarms watch the lake’s stream only: none watches the workflow, the API, the functions, the dead letters or replication.',
      template('prod', 'Analytics', 'InteractionsLate', 'Namespace', 'AWS/Firehose'),
      noResource('prod', 'AWS::CloudWatch::Alarm', 'MediaPipeline'),
      noResource('prod', 'AWS::CloudWatch::Alarm', 'Api'),
      noResource('prod', 'AWS::CloudWatch::Alarm', 'Delivery'),
      noResource('prod', 'AWS::CloudWatch::Alarm', 'Storage'),
    ),
    claim(
      'There is no dashboard of operations, no synthetic viewer and no composite alarm.',
      noResource('prod', 'AWS::CloudWatch::Dashboard'),
      noResource('prod', 'AWS::Synthetics::Canary'),
      noResource('prod', 'AWS::CloudWatch::CompositeAlarm'),
    ),
    claim('There is no runbook.', noFile('docs/runbook.md')),
    claim(
      'No release is recorded: the comparison with a release has nothing to compare with.',
      noFile('checks/released.json'),
      test('scripts/released', 'a stage that was not released has nothing to be compared with'),
    ),
    claim(
      'There is no pipeline that deploys: deployments are made by hand, with no staged rollout and no automatic rollback by alarms.',
      noFile('.github/workflows'),
      noResource('prod', 'AWS::CodeDeploy::DeploymentGroup'),
      noResource('prod', 'AWS::Lambda::Alias'),
    ),
    claim(
      'There is no command that puts dead letters back to work.',
      noFile('ops/redrive'),
      noFile('scripts/redrive.mjs'),
    ),
  ],
};
