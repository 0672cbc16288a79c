import type { WaitingCode } from '../../../lambda/shared/reasons';
import { busy, retryBriefly } from './retries';
import { type Catcher, catchNamed, everyError, failureOf, invoke, publication, type States } from './steps';

/** Seconds before the first repetition of a call that a busy service did not accept. */
const firstSeconds = 60;

/**
 * Maximum seconds between two attempts or two looks at a job. An execution has at most 25,000 events: with 50 languages
 * that wait at the same time for three days, it has about 20,000.
 */
const longestSeconds = 6 * 3600;

/** A step that may have to wait for a service. */
export interface WaitingStep {
  /** The placeholder of the step's function. The names of the other states contain it. */
  readonly name: string;
  /** JSONata for what waits: `picture`, `speech`, or a language. */
  readonly waits: string;
  readonly code: WaitingCode;
  /** Seconds of waiting after which the step fails. */
  readonly queueSeconds: number;
  /** Catches the errors. The first catcher's variable is also set if the step has waited too long. */
  readonly onError: readonly Catcher[];
}

/** The variable with the seconds that a step has waited for its service. Its scope must set it to 0 first. */
export const queuedBy = (name: string) => `${name.toLowerCase()}Queued`;

/**
 * JSONata for the next wait, in seconds: it doubles what has passed, so that news that were lost cost at most as much time
 * again as the step has taken.
 * @param passed JSONata for the seconds that have passed @param first JSONata for the first wait
 */
export function nextWait(passed: string, first: string | number = firstSeconds): string {
  return `$min([${longestSeconds}, $max([${first}, ${passed}])])`;
}

/** Records in the asset that the step waits. If this fails, the step still waits. */
export function noteWaiting({ waits, code }: WaitingStep, next: string) {
  return invoke('Publish', publication(`{'kind': 'waiting', 'waits': ${waits}, 'code': '${code}'}`), {
    Catch: everyError({ Assign: {}, Next: next }),
    Next: next,
  });
}

/** Catches the errors of a busy service, and continues with the states of {@link busyStates}. */
export function catchBusy({ name, onError }: WaitingStep): Catcher {
  return catchNamed(busy, failureOf(onError).variable, `${name}Busy`);
}

/** The states after a call that a busy service did not accept: the step waits, and calls again. */
export function busyStates(step: WaitingStep): States {
  const { name, queueSeconds, onError } = step;
  const queued = queuedBy(name);
  return {
    [`${name}Busy`]: {
      Type: 'Choice',
      Choices: [{ Condition: `{% $${queued} < ${queueSeconds} %}`, Next: `Note${name}Busy` }],
      Default: failureOf(onError).next,
    },
    [`Note${name}Busy`]: noteWaiting(step, `Await${name}`),
    [`Await${name}`]: {
      Type: 'Wait',
      Seconds: `{% ${nextWait(`$${queued}`)} %}`,
      Assign: { [queued]: `{% $${queued} + ${nextWait(`$${queued}`)} %}` },
      Next: name,
    },
  };
}

/** The states of a function whose service may be busy for hours: the step waits, and then calls the function again. */
export function patientStates(
  step: WaitingStep,
  payload: string,
  {
    Retry = [],
    ...then
  }: { readonly Assign: Record<string, string>; readonly Next: string; readonly Retry?: object[] },
): States {
  const { name, onError } = step;
  return {
    [name]: invoke(name, payload, {
      ...then,
      Retry: [...Retry, ...retryBriefly],
      Catch: [catchBusy(step), ...onError],
    }),
    ...busyStates(step),
  };
}
