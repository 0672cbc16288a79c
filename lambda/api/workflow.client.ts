import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { isNamed } from '../shared/errors';
import type { AssetPorts } from './assets';

/** The media pipeline's state machine. */
export function workflow(client: SFNClient, stateMachineArn: string): AssetPorts['workflow'] {
  async function start(name: string, input: object): Promise<void> {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      // The name stands for this run or attempt alone: it has been started before.
      if (!isNamed(error, 'ExecutionAlreadyExists')) throw error;
    }
  }

  return {
    start: (assetId, run, { bucket, key, versionId, size }) =>
      start(`${assetId}-${run}`, { assetId, run, source: { bucket, key, versionId, size } }),
    startSpeech: (input) => start(`${input.assetId}-${input.speech.attempt}`, input),
  };
}
