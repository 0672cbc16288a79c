import type { MapState } from '../definition';
import { StateFailure } from '../failure';
import { recordEvaluation } from '../record-evaluation';
import { recovered } from '../recovery';
import { finishState, type Handler, record, resolve, type Step, saveFrame } from '../run';
import { expectInteger, expectItems } from './expect';
import { type Branch, runBranches } from './run-branches';

/**
 * The maximum number of parallel iterations of an inline map. Source: Step Functions developer guide, "Map state
 * processing modes".
 */
const inlineConcurrency = 40;

export const map: Handler<MapState> = (step) =>
  recovered(step, async () => {
    const { state, frame, signal } = step;
    try {
      const field = { name: 'MaxConcurrency', source: state.MaxConcurrency ?? 0 };
      const atOnce = expectInteger(await resolve(step, field.source, field.name), field, 0);
      if (!frame.items) {
        frame.items = await itemsOf(step);
        record(step, 'MapStateStarted', { mapStateStartedEventDetails: { length: frame.items.length } });
        saveFrame(step);
      }
      const branches = frame.items.map((item) => iteration(step, item));
      const result = await runBranches(step, branches, Math.min(atOnce || inlineConcurrency, inlineConcurrency));
      record(step, 'MapStateSucceeded');
      return { next: state.Next, ...(await finishState(step, state, result, { result })) };
    } catch (error) {
      if (error instanceof StateFailure && !signal.aborted) {
        recordEvaluation(step, error);
        record(step, 'MapStateFailed');
      }
      throw error;
    }
  });

async function itemsOf(step: Step<MapState>) {
  const { Items: source } = step.state;
  if (source === undefined) return expectItems(step.frame.input);
  return expectItems(await resolve(step, source, 'Items'), { name: 'Items', source });
}

function iteration(step: Step<MapState>, item: NonNullable<Step['item']>): Branch {
  const { ItemProcessor, ItemSelector } = step.state;
  const details = { name: step.name, index: item.Index };
  return {
    states: ItemProcessor,
    item,
    input: async () =>
      ItemSelector === undefined ? item.Value : resolve(step, ItemSelector, 'ItemSelector', { item }),
    onStart: () => record(step, 'MapIterationStarted', { mapIterationStartedEventDetails: details }),
    onEnd: (failed) =>
      failed
        ? record(step, 'MapIterationFailed', { mapIterationFailedEventDetails: details })
        : record(step, 'MapIterationSucceeded', { mapIterationSucceededEventDetails: details }),
  };
}
