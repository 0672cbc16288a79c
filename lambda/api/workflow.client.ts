import type { Source } from '../shared/assets';
import { approvedWorkOf, workOf } from '../shared/executions';
import type { Executions } from '../shared/executions.client';
import type { SpeechRun } from '../shared/run';
import { filmRun } from '../shared/run-inputs';
import type { AssetPorts } from './assets';

type Workflow = AssetPorts['workflow'];

/** Starts executions of the media pipeline, under names that only a run or an attempt has. */
export class PipelineWorkflow implements Workflow {
  constructor(private readonly executions: Executions) {}

  start(assetId: string, run: string, source: Source, correlationId: string | undefined): Promise<void> {
    return this.executions.startAgain(workOf(assetId, run), filmRun(assetId, run, source, correlationId));
  }

  startApproved(assetId: string, run: string, source: Source, correlationId: string | undefined): Promise<void> {
    return this.executions.startOnce(approvedWorkOf(assetId, run), filmRun(assetId, run, source, correlationId));
  }

  startSpeech(input: SpeechRun): Promise<void> {
    return this.executions.startAgain(workOf(input.assetId, input.speech.attempt), input);
  }
}
