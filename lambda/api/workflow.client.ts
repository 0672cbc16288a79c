import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { isNamed } from '../shared/errors';
import type { Workflow } from './retry';

/** The media pipeline's state machine. */
export function workflow(client: SFNClient, stateMachineArn: string): Workflow {
  return {
    async start(assetId, run, { bucket, key, versionId, size }) {
      const input = JSON.stringify({ assetId, run, source: { bucket, key, versionId, size } });
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name: `${assetId}-${run}`, input }));
      } catch (error) {
        // The name stands for this run alone, so the run has been started, and is over.
        if (!isNamed(error, 'ExecutionAlreadyExists')) throw error;
      }
    },
  };
}
