import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { isNamed } from '../../shared/errors';
import type { Run } from '../../shared/run';
import type { Workflow } from './ingest';

export class StateMachine implements Workflow {
  constructor(
    private readonly client: SFNClient,
    private readonly stateMachineArn: string,
  ) {}

  async start(name: string, input: Run): Promise<void> {
    const { stateMachineArn } = this;
    try {
      await this.client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      if (!isNamed(error, 'ExecutionAlreadyExists')) throw error;
    }
  }
}
