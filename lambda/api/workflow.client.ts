import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Source } from '../shared/assets';
import { isNamed } from '../shared/errors';
import type { SpeechRun } from '../shared/run';
import type { AssetPorts } from './assets';

type Workflow = AssetPorts['workflow'];

/** The media pipeline's state machine. */
export class WorkflowStateMachine implements Workflow {
  constructor(
    private readonly client: SFNClient,
    private readonly stateMachineArn: string,
  ) {}

  start(assetId: string, run: string, { bucket, key, versionId, size }: Source): Promise<void> {
    return this.execute(`${assetId}-${run}`, { assetId, run, source: { bucket, key, versionId, size } });
  }

  startSpeech(input: SpeechRun): Promise<void> {
    return this.execute(`${input.assetId}-${input.speech.attempt}`, input);
  }

  private async execute(name: string, input: object): Promise<void> {
    const { stateMachineArn } = this;
    try {
      await this.client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      // Only this run or attempt has this name, so it was started before.
      if (!isNamed(error, 'ExecutionAlreadyExists')) throw error;
    }
  }
}
