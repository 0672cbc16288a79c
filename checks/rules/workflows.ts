import { type Rule, resources } from '../rule';
import { walk } from '../values';

/**
 * Finds definitions that Step Functions refuses: a placeholder without a value, and a heartbeat that is not shorter than
 * the time limit ("HeartbeatSeconds … must be less than TimeoutSeconds").
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
 */
export const workflows: Rule = {
  name: 'workflows',
  check: (assembly) =>
    resources(assembly, 'AWS::StepFunctions::StateMachine').flatMap(({ construct, resource: { Properties } }) =>
      [...problems(Properties)].map((message) => ({ rule: 'workflows', construct, message })),
    ),
};

function* problems(properties: Readonly<Record<string, unknown>>): Generator<string> {
  const { DefinitionString, DefinitionSubstitutions = {} } = properties;
  if (typeof DefinitionString !== 'string') return;
  const used = new Set([...DefinitionString.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name));
  const given = Object.keys(DefinitionSubstitutions as object);
  for (const name of used) {
    if (!given.includes(name)) yield `The definition has \${${name}}, but DefinitionSubstitutions does not. Add it.`;
  }
  const late: string[] = [];
  walk(DefinitionString, (state) => {
    const { HeartbeatSeconds, TimeoutSeconds } = state as Readonly<Record<string, unknown>>;
    if (
      typeof HeartbeatSeconds === 'number' &&
      typeof TimeoutSeconds === 'number' &&
      HeartbeatSeconds >= TimeoutSeconds
    ) {
      late.push(`${HeartbeatSeconds} s for a heartbeat and ${TimeoutSeconds} s in total`);
    }
  });
  for (const state of late) yield `A state waits ${state}. Step Functions requires a shorter heartbeat.`;
}
