import { StateFailure } from './failure';
import { record, type Step } from './run';

const recorded = new WeakSet<StateFailure>();

/**
 * Errors that Step Functions itself detects contain the name of their state. An error of an expression is also an event
 * of its own, once, even if it is caught or retried. Returns the failure with the state's name.
 */
export function recordEvaluation(step: Step, failure: StateFailure): StateFailure {
  const { error, cause = '', location } = failure;
  if (error !== 'States.QueryEvaluationError' && error !== 'States.Runtime') return failure;
  let named = failure;
  if (!cause.startsWith('An error occurred while executing')) {
    const where = `An error occurred while executing the state '${step.name}' (entered at the event id #${step.enteredEventId}).`;
    named = new StateFailure(error, `${where} ${cause}`, location);
  }
  if (error === 'States.QueryEvaluationError' && !recorded.has(failure) && named !== failure) {
    record(step, 'EvaluationFailed', {
      evaluationFailedEventDetails: { error, cause: named.cause, location, state: step.name },
    });
  }
  recorded.add(failure).add(named);
  return named;
}
