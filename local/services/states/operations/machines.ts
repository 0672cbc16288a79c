import type {
  DescribeStateMachineInput,
  DescribeStateMachineOutput,
  ListStateMachinesInput,
  ListStateMachinesOutput,
} from '@aws-sdk/client-sfn';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import type { StateMachine } from '../machines';
import { arnOf, page } from './check';

export function machineOperations(machines: ReadonlyMap<string, StateMachine>): Readonly<Record<string, Operation>> {
  return {
    DescribeStateMachine({ stateMachineArn }: DescribeStateMachineInput): DescribeStateMachineOutput {
      const arn = arnOf(stateMachineArn, 'stateMachineArn', 'stateMachine');
      const machine = machines.get(arn);
      if (!machine) throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
      const { name, definitionText, roleArn, creationDate, loggingConfiguration, tracingConfiguration } = machine;
      return {
        ...{ stateMachineArn: arn, name, roleArn, loggingConfiguration, tracingConfiguration },
        definition: definitionText,
        creationDate: new Date(creationDate),
        status: 'ACTIVE',
        type: 'STANDARD',
      };
    },
    ListStateMachines({ maxResults, nextToken }: ListStateMachinesInput, call: Call): ListStateMachinesOutput {
      const all = [...machines.values()]
        .filter(({ region }) => region === call.region)
        .sort((a, b) => a.name.localeCompare(b.name));
      const { items, ...more } = page(all, nextToken, maxResults, 1000);
      return {
        stateMachines: items.map(({ arn, name, creationDate }) => ({
          stateMachineArn: arn,
          name,
          type: 'STANDARD',
          creationDate: new Date(creationDate),
        })),
        ...more,
      };
    },
  };
}
