import type { Assembly, Resource } from '../../checks/assembly';
import type { Source } from '../../review/document';
import { flow } from '../../review/flow/flow';
import { stepsIn } from '../../review/flow/steps-in';
import { stepsOut } from '../../review/flow/steps-out';

/** Stages that have nothing but these alarms, by `{stack}/{name}`. */
function sourceWith(alarms: readonly string[]): Source {
  const Properties = { AlarmActions: ['arn'], AlarmDescription: 'It fails. Runbook: docs/runbook.md#dead-letters' };
  const stackOf = (part: string) => ({
    name: `OmniStream-prod-${part}`,
    region: 'eu-west-1',
    terminationProtection: false,
    templateBytes: 0,
    dependsOn: [],
    template: {
      Resources: Object.fromEntries(
        alarms
          .filter((name) => name.startsWith(`${part}/`))
          .map((name): [string, Resource] => [
            `${name.slice(part.length + 1)}0123ABCD`,
            { Type: 'AWS::CloudWatch::Alarm', Properties },
          ]),
      ),
    },
  });
  const stacks = ['Monitoring', 'EdgeMonitoring', 'ReplicaMonitoring'].map(stackOf);
  const assembly = (stage: string): Assembly => ({ stage, stacks });
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

const watched = [...stepsIn, ...stepsOut].flatMap(({ alarms }) => alarms);

test('a step whose alarm is gone fails by the alarm’s name', () => {
  expect(() => flow(sourceWith(watched.slice(1)))).toThrow(`docs/flow.md: there is no alarm ${watched[0]}`);
});

test('an alarm that is in no step fails by its name', () => {
  expect(() => flow(sourceWith([...watched, 'Monitoring/Another']))).toThrow(
    'the alarm Monitoring/Another is in no step',
  );
});

test('a step whose template line is gone fails by its title', () => {
  expect(() => flow(sourceWith(watched))).toThrow(
    'docs/flow.md: "Users authenticate with Cognito…": stack Auth of stage prod has no Users',
  );
});
