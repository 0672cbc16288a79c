import type { Assembly, Resource } from '../../checks/assembly';
import type { Source } from '../../review/document';
import { flow } from '../../review/flow/flow';

/** Stages that have nothing but these alarms. */
function sourceWith(alarms: readonly string[]): Source {
  const Resources = Object.fromEntries(
    alarms.map((name): [string, Resource] => [`${name}0123ABCD`, { Type: 'AWS::CloudWatch::Alarm', Properties: {} }]),
  );
  const stack = {
    name: 'OmniStream-prod-Analytics',
    region: 'eu-west-1',
    terminationProtection: false,
    templateBytes: 0,
    dependsOn: [],
  };
  const assembly = (stage: string): Assembly => ({ stage, stacks: [{ ...stack, template: { Resources } }] });
  return {
    root: '.',
    assemblies: {
      dev: assembly('dev'),
      'dev-drm': assembly('dev-drm'),
      prod: assembly('prod'),
      review: assembly('review'),
    },
  };
}

const watched = ['InteractionsUnconverted', 'InteractionsLate', 'InteractionsTooManyPartitions', 'InteractionsFailed'];

test('a step whose alarm is gone fails by the alarm’s name', () => {
  expect(() => flow(sourceWith(watched.slice(1)))).toThrow(
    'docs/flow.md: there is no alarm Analytics/InteractionsUnconverted',
  );
});

test('an alarm that is in no step fails by its name', () => {
  expect(() => flow(sourceWith([...watched, 'Another']))).toThrow('the alarm Analytics/Another is in no step');
});

test('a step whose template line is gone fails by its title', () => {
  expect(() => flow(sourceWith(watched))).toThrow(
    'docs/flow.md: "Users authenticate with Cognito…": stack Auth of stage prod has no Users',
  );
});
