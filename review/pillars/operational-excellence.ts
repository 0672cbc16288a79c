import { claim, noFile, noResource, source, template, test } from '../evidence/evidence';
import type { Pillar } from './pillar';

export const operationalExcellence: Pillar = {
  name: 'Operational excellence',
  holds: [
    claim(
      'The whole system is one CDK app. Stages are typed records, and the synthesis refuses an invalid stage with a list of all its faults.',
      source('bin/omnistream.ts', 'The whole of OmniStream, for one stage.'),
      test('lib/stage-schema', 'all faults are named at once'),
    ),
    claim(
      'Templates are checked before a deployment, with one rule for each kind of fault that AWS would refuse. A test seeds a fault for each rule.',
      test('checks/seeded-faults', 'each rule finds at least one of them'),
    ),
    claim(
      'Before the first deployment, preflight compares the account with the stage without changing anything.',
      test('ops/preflight/preflight', 'an account in which everything is ready has no problems'),
    ),
    claim(
      'One command tests a deployment from upload to report.',
      test('journeys/smoke', 'a deployment is tried from upload to report, and everything holds'),
    ),
    claim(
      'Teardown deletes a stage completely, and refuses a protected stage.',
      test('ops/teardown/laptop', 'a stage in use is deleted to the last object, also when the teardown is cut off'),
      test('ops/teardown/laptop', 'a stage that its settings protect is not deleted, and the way to do it is named'),
    ),
    claim(
      'The synthesized app runs on a laptop with the same bundles, workflows, policies and routes. Journeys are tested there with real films.',
      test('journeys/film', 'is READY, with a ladder that was never upscaled'),
      test('laptop/permissions/reference', 'every action and condition key that is named anywhere in local/ exists'),
    ),
    claim(
      'Every function has traces and writes JSON logs to its own log group. The workflow logs every state.',
      test('lib/stacks', 'every function is traced, logs to a group of its own and runs the newest Node.js on arm64'),
      template('prod', 'Api', 'AWS::Lambda::Function', 'LoggingConfig.LogFormat', 'JSON'),
      template('prod', 'MediaPipeline', 'Workflow', 'LoggingConfiguration.Level', 'ALL'),
    ),
    claim(
      'Alarms watch objectives, films, requests, functions, dead letters, streams, replication and the lake. Each has an action, or is a part of an incident that has one, and a section of the runbook.',
      test('lib/monitoring', 'has no alarm without an action: its own, or that of an incident whose rule has it'),
      test('lib/monitoring', 'has no alarm without a section of the runbook'),
      test('lib/monitoring', 'has no queue, state machine or function without an alarm'),
    ),
    claim(
      'A dashboard shows whether uploads become playable, playback works and events arrive, and what the stage costs today.',
      source('lib/constructs/monitoring/dashboard/index.ts', 'What does it cost today?'),
    ),
    claim(
      'A change that would replace or delete a resource with data fails the comparison with the last release.',
      source('checks/index.ts', 'Resources that the assembly would replace or delete'),
    ),
    claim(
      'Decisions have records, and an index contains the decision of each.',
      test('review/decisions', 'a record without a decision is refused by name'),
    ),
  ],
  gaps: [
    claim(
      'The canary is off in `prod`: until a deployment sets it, nothing plays a film between visits.',
      noResource('prod', 'Custom::CanaryUser'),
      test('journeys/canary', 'the newest film is played as by a viewer'),
    ),
    claim(
      'The stages of this repository have no recipients of alarms. A deployment sets them; until then, alarms are only visible in CloudWatch.',
      noResource('prod', 'AWS::SNS::Subscription'),
      test('lib/monitoring', 'are missed by a warning in a stage that protects its data, and nowhere else'),
    ),
    claim(
      'No release is recorded, so there is nothing to compare a new version with.',
      noFile('checks/released.json'),
      test('scripts/released', 'a stage that was not released has nothing to be compared with'),
    ),
    claim(
      'There is no deployment pipeline. Deployments are manual, without a staged rollout and without an automatic rollback by alarms.',
      noFile('.github/workflows'),
      noResource('prod', 'AWS::CodeDeploy::DeploymentGroup'),
      noResource('prod', 'AWS::Lambda::Alias'),
    ),
  ],
};
