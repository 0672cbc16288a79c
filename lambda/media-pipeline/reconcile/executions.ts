import { approvedWorkOf, type ExecutionState, workOf } from '../../shared/executions';
import { currentSpeech, isUnderWay } from '../../shared/languages';
import { log } from '../../shared/log';
import type { IncidentCode } from '../../shared/reasons';
import type { Run, SpeechRun } from '../../shared/run';
import { filmRun, speechRun } from '../../shared/run-inputs';
import type { FailInput } from '../messages';
import type { OpenAsset } from './open-asset';

export interface ExecutionPorts {
  readonly executions: {
    find(work: string): Promise<ExecutionState | undefined>;
    startAgain(work: string, input: Run | SpeechRun): Promise<void>;
  };
  readonly failures: {
    /** Records that an execution has ended, as the execution itself would have done. */
    record(failure: FailInput): Promise<void>;
  };
}

/** The error of work that nothing does any more. */
const lost: IncidentCode = 'ExecutionLost';

interface Work {
  readonly name: string;
  /** The attempt, or the run of a film's own execution. */
  readonly attempt: string;
  readonly input: Run | SpeechRun;
}

/** The work that has to be in progress for a film in its state. */
function openWork(record: OpenAsset): Work[] {
  const { id, status, run, source, executionArn, approval } = record;
  if (!run || !source) return [];
  const speech = currentSpeech(record);
  const attempts = new Set(
    (speech?.languages ?? []).flatMap((each) => (each.attempt !== undefined && isUnderWay(each) ? [each.attempt] : [])),
  );
  const isApproved = approval?.decision === 'approve' && approval.run === run;
  const film = {
    // The name of a source's execution is in its ARN; those of approvals and retries are made of the run.
    name: executionArn?.split(':').at(-1) ?? (isApproved ? approvedWorkOf(id, run) : workOf(id, run)),
    attempt: run,
    input: filmRun(id, run, source, record.correlationId),
  };
  return [
    ...(status === 'PROCESSING' || status === 'PLAYABLE' ? [film] : []),
    ...[...attempts].flatMap((attempt) =>
      speech ? [{ name: workOf(id, attempt), attempt, input: speechRun({ ...record, source, speech }, attempt) }] : [],
    ),
  ];
}

/** Starts the work of a film that was never started, and records the end of work whose execution has ended. */
export async function reconcileExecutions(
  record: OpenAsset,
  { executions, failures }: ExecutionPorts,
): Promise<{ readonly started: number; readonly ended: number }> {
  let [started, ended] = [0, 0];
  for (const { name, attempt, input } of openWork(record)) {
    const state = await executions.find(name);
    if (state?.status === 'RUNNING') continue;
    const { assetId, run, correlationId } = input;
    const ids = { assetId, run, attempt, correlation_id: correlationId };
    log.error('Work is not in progress', { ...ids, execution: name, state });
    if (!state) {
      await executions.startAgain(name, input);
      started += 1;
    } else {
      const { error, cause } = state.status === 'FAILED' ? state : { error: lost, cause: undefined };
      await failures.record({ assetId, run, attempt, correlationId, error, ...(cause !== undefined && { cause }) });
      ended += 1;
    }
  }
  return { started, ended };
}
