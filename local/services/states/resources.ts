import type { LoggingConfiguration } from '@aws-sdk/client-sfn';
import { assumeRole } from '../../iam/assume-role';
import type { Kernel } from '../../kernel/kernel';
import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../kernel/service';
import type { Definition } from './definition';
import type { StateMachine } from './machines';
import { validate } from './validate';

interface Properties {
  readonly DefinitionString?: string;
  readonly Definition?: Definition;
  readonly DefinitionSubstitutions?: Readonly<Record<string, string | number | boolean>>;
  readonly RoleArn: string;
  readonly StateMachineName?: string;
  readonly StateMachineType?: string;
  readonly LoggingConfiguration?: {
    readonly Level?: LoggingConfiguration['level'];
    readonly IncludeExecutionData?: boolean;
    readonly Destinations?: readonly { readonly CloudWatchLogsLogGroup?: { readonly LogGroupArn?: string } }[];
  };
  readonly TracingConfiguration?: { readonly Enabled?: boolean };
}

const supportedProperties = [
  ...['DefinitionString', 'Definition', 'DefinitionSubstitutions', 'RoleArn', 'StateMachineType'],
  // The API returns these settings. They have no effect on a laptop, because an execution's history contains everything
  // that its log would.
  ...['LoggingConfiguration', 'TracingConfiguration', 'Tags'],
];

const arnOf = ({ region, accountId, name }: Resource) => `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;

function definitionText(resource: Resource<Properties>): string {
  const { DefinitionString, Definition, DefinitionSubstitutions = {} } = resource.properties;
  const text = DefinitionString ?? (Definition && JSON.stringify(Definition));
  if (text === undefined) throw unsupported(resource, 'Definition', 'is missing');
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => {
    const value = DefinitionSubstitutions[name];
    // The value is inserted into JSON text, so its quotes and backslashes have to stay escaped.
    return value === undefined ? whole : JSON.stringify(String(value)).slice(1, -1);
  });
}

export function stateMachineResource(
  kernel: Kernel,
  machines: Map<string, StateMachine>,
): ResourceProvider<Properties> {
  const created = kernel.store<number>('states', 'created');
  return {
    identify: (resource) => ({
      ref: arnOf(resource),
      attributes: { Arn: arnOf(resource), Name: resource.name, StateMachineRevisionId: 'INITIAL' },
    }),
    deploy(resource) {
      knownProperties(resource, supportedProperties);
      const {
        StateMachineType = 'STANDARD',
        RoleArn,
        LoggingConfiguration,
        TracingConfiguration,
      } = resource.properties;
      if (StateMachineType !== 'STANDARD') {
        throw unsupported(
          resource,
          'StateMachineType',
          `is ${StateMachineType}, but this runtime supports only STANDARD`,
        );
      }
      const text = definitionText(resource);
      let definition: Definition;
      try {
        definition = JSON.parse(text) as Definition;
        validate(definition);
      } catch (error) {
        throw unsupported(resource, 'Definition', `is refused: ${(error as Error).message}`);
      }
      const arn = arnOf(resource);
      const { region } = resource;
      assumeRole(kernel, { service: 'states.amazonaws.com', roleArn: RoleArn, sourceArn: arn, region });
      const creationDate = created.get(arn) ?? kernel.now();
      if (created.get(arn) === undefined) created.put(arn, creationDate);
      machines.set(arn, {
        arn,
        name: resource.name,
        region,
        roleArn: RoleArn,
        definition,
        definitionText: text,
        creationDate,
        loggingConfiguration: LoggingConfiguration && {
          level: LoggingConfiguration.Level ?? 'OFF',
          includeExecutionData: LoggingConfiguration.IncludeExecutionData ?? false,
          destinations: LoggingConfiguration.Destinations?.map(({ CloudWatchLogsLogGroup }) => ({
            cloudWatchLogsLogGroup: { logGroupArn: CloudWatchLogsLogGroup?.LogGroupArn },
          })),
        },
        tracingConfiguration: { enabled: TracingConfiguration?.Enabled ?? false },
      });
      return undefined;
    },
    destroy(resource) {
      machines.delete(arnOf(resource));
      created.delete(arnOf(resource));
    },
  };
}
