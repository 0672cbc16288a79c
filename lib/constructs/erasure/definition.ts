import type { EraseInput } from '../../../lambda/erasure/erase';
import { retryService } from '../workflow/retries';
import type { Json, States } from '../workflow/steps';

export interface ErasureScope {
  readonly kind: string;
  /** The stores in the order in which they are erased. */
  readonly stores: readonly string[];
  /**
   * Seconds between the removal and the search: the time within which a call that began before the removal may still write.
   */
  readonly settleSeconds: number;
}

/** Rounds of removal and search. Data that is found after so many comes from an unknown writer. */
const maxRounds = 8;

/** Lambda's maximum is 900 seconds. A response that is lost after it must not leave the execution waiting. */
const functionSeconds = 960;

/** A call of the function, whose input names no one: executions are kept for 90 days and cannot be deleted. */
function step(action: EraseInput['action'], then: { readonly [field: string]: Json }, members: Json = {}) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that CloudFormation fills in
      FunctionName: '${Erase}',
      Payload: { action, erasure: '{% $states.context.Execution.Input.erasure %}', ...(members as object) },
    },
    Output: '{% $states.result.Payload %}',
    TimeoutSeconds: functionSeconds,
    Retry: retryService,
    ...then,
  };
}

/** Does the same for every store, one after the other. @param first name of the first state: names are unique */
function each(first: string, stores: readonly string[], states: States, then: { readonly [field: string]: Json }) {
  return {
    Type: 'Map',
    Items: [...stores],
    MaxConcurrency: 1,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: first,
      States: {
        [first]: { Type: 'Pass', Assign: { store: '{% $states.input %}' }, Next: Object.keys(states)[0] },
        ...states,
      },
    },
    ...then,
  };
}

/**
 * Erases every store, waits, searches every store, and begins again if something was found. Input: `{erasure}`. Every step
 * may be repeated. Ends with the certificate, or fails with `ErasureIncomplete`.
 */
export function erasureDefinition({ kind, stores, settleSeconds }: ErasureScope) {
  const store = { store: '{% $store %}' };
  const erasing = {
    Erase: step('erase', { Next: 'IsErased' }, store),
    IsErased: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.isComplete %}', Next: 'Erased' }],
      Default: 'Pause',
    },
    Pause: { Type: 'Wait', Seconds: '{% $states.input.waitSeconds %}', Next: 'Erase' },
    Erased: { Type: 'Succeed' },
  };
  const searching = { Search: step('search', { End: true }, store) };
  return {
    Comment: `Erases everything of one ${kind}, and proves it`,
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    States: {
      Begin: { Type: 'Pass', Assign: { rounds: 0, found: 0 }, Next: 'EraseAll' },
      EraseAll: each('Store', stores, erasing, { Assign: { rounds: '{% $rounds + 1 %}' }, Next: 'Settle' }),
      Settle: { Type: 'Wait', Seconds: settleSeconds, Next: 'SearchAll' },
      SearchAll: each('Place', stores, searching, {
        Assign: { found: '{% $sum($states.result.found) %}' },
        Next: 'IsGone',
      }),
      IsGone: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $found = 0 %}', Next: 'Certify' },
          { Condition: `{% $rounds < ${maxRounds} %}`, Next: 'EraseAll' },
        ],
        Default: 'Incomplete',
      },
      Incomplete: {
        Type: 'Fail',
        Error: 'ErasureIncomplete',
        Cause: `{% 'Something writes again: ' & $string($found) & ' things were found after ${maxRounds} rounds.' %}`,
      },
      Certify: step('certify', { End: true }),
    },
  };
}
