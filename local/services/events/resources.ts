import { assumeRole } from '../../iam/assume-role';
import type { Kernel } from '../../kernel/kernel';
import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../kernel/service';
import { parsePath } from './json-path';
import { parsePattern } from './parse-pattern';
import type { Rules, Target } from './rule';
import { isKnownTarget } from './send';

interface RuleProperties {
  readonly Description?: string;
  readonly EventBusName?: string;
  readonly EventPattern?: object;
  readonly State?: string;
  readonly Targets?: readonly Target[];
}

interface BusProperties {
  readonly Name: string;
}

const supportedProperties = ['Description', 'EventBusName', 'EventPattern', 'State', 'Targets', 'Tags'];
const targetProperties = [
  ...['Id', 'Arn', 'RoleArn', 'Input', 'InputPath', 'InputTransformer', 'RetryPolicy', 'DeadLetterConfig'],
  'SqsParameters',
];

const busNameOf = ({ properties }: Resource<RuleProperties>) =>
  (properties.EventBusName ?? 'default').replace(/^arn:.*:event-bus\//, '');

function ruleArn(resource: Resource<RuleProperties>): string {
  const { region, accountId, name } = resource;
  const bus = busNameOf(resource);
  return `arn:aws:events:${region}:${accountId}:rule/${bus === 'default' ? '' : `${bus}/`}${name}`;
}

function checkTarget(resource: Resource<RuleProperties>, target: Target): void {
  const refuse = (why: string) => unsupported(resource, `Targets ${target.Id}`, why);
  const unknown = Object.keys(target).find((property) => !targetProperties.includes(property));
  if (unknown) throw refuse(`has ${unknown}, which is not supported by this runtime`);
  if (!isKnownTarget(target.Arn)) throw refuse(`is ${target.Arn}, which is not supported by this runtime`);
  if (target.Arn.split(':')[2] === 'states' && !target.RoleArn) throw refuse('must have a RoleArn to start executions');
  const { Input, InputPath, InputTransformer } = target;
  if ([Input, InputPath, InputTransformer].filter((one) => one !== undefined).length > 1) {
    throw refuse('has more than one of Input, InputPath and InputTransformer');
  }
  try {
    for (const path of [InputPath ?? '$', ...Object.values(InputTransformer?.InputPathsMap ?? {})]) parsePath(path);
  } catch (error) {
    throw refuse(`is refused: ${(error as Error).message}`);
  }
}

export function ruleResource(kernel: Kernel, rules: Rules): ResourceProvider<RuleProperties> {
  return {
    identify: (resource) => ({
      ref: resource.name,
      // The bus is determined by the resource's properties, which cannot be read yet at this point.
      attributes: { Arn: () => ruleArn(resource) },
    }),
    deploy(resource) {
      const { properties, name, region } = resource;
      knownProperties(resource, supportedProperties);
      const { EventPattern, State = 'ENABLED', Targets = [], Description } = properties;
      if (!EventPattern) throw unsupported(resource, 'EventPattern', 'is missing');
      const busName = busNameOf(resource);
      if (!rules.bus(region, busName))
        throw unsupported(resource, 'EventBusName', `refers to an event bus that does not exist: ${busName}`);
      for (const target of Targets) checkTarget(resource, target);
      let pattern: ReturnType<typeof parsePattern>;
      try {
        pattern = parsePattern(EventPattern);
      } catch (error) {
        throw unsupported(resource, 'EventPattern', `is refused: ${(error as Error).message}`);
      }
      const arn = ruleArn(resource);
      for (const { RoleArn: roleArn } of Targets) {
        if (roleArn) assumeRole(kernel, { service: 'events.amazonaws.com', roleArn, sourceArn: arn, region });
      }
      rules.put({
        ...{ arn, name, region, busName, pattern },
        description: Description,
        enabled: State !== 'DISABLED',
        patternText: JSON.stringify(EventPattern),
        targets: Targets,
      });
      return { Arn: arn };
    },
    destroy(resource) {
      rules.remove(ruleArn(resource));
    },
  };
}

export function busResource(rules: Rules): ResourceProvider<BusProperties> {
  return {
    identify: (resource) => {
      const { Name } = resource.properties;
      return { ref: Name, attributes: { Name, Arn: rules.busArn(resource.region, Name) } };
    },
    deploy(resource) {
      knownProperties(resource, ['Name', 'Description', 'Tags']);
      const { Name } = resource.properties;
      rules.putBus({ name: Name, region: resource.region, arn: rules.busArn(resource.region, Name) });
      return undefined;
    },
  };
}
