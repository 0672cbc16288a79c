import { textWidth } from '../svg';
import { text } from './style';
import type { Retry, State } from './workflow';
import type { Box, Scope } from './workflow-graph';

/** Distance of lines in boxes. */
export const LEADING = 14;

/** The different retry settings, in the order of their marks `r1`, `r2` … */
export type Policies = readonly (readonly Retry[])[];

const isSame = (a: readonly Retry[], b: readonly Retry[]) => JSON.stringify(a) === JSON.stringify(b);

export function retryPolicies(states: readonly State[]): Policies {
  const all = states.map(({ retries }) => retries).filter(({ length }) => length > 0);
  return all.filter((retries, index) => all.findIndex((other) => isSame(other, retries)) === index);
}

/** Explanations of the marks in boxes. */
export function legendOf(scopes: readonly Scope[], policies: Policies): string[] {
  const boxes = scopes.flatMap((scope) => scope.boxes);
  const retries = policies.map((policy, index) => {
    const parts = policy.map(({ errors: [first = '', ...more], attempts }) => {
      const times = attempts === 0 ? 'never' : `${attempts}×`;
      return `${times} after ${first}${more.length > 0 ? ` and ${more.length} more` : ''}`;
    });
    return `r${index + 1}: retries ${parts.join(', ')}`;
  });
  return [
    ...(boxes.some(({ mark }) => mark)
      ? ['A letter: an error that remains after the retries leads to the state that catches errors of that letter.']
      : []),
    ...retries,
  ];
}

/** One state of a box. */
export interface BoxLine {
  readonly name: string;
  readonly details: readonly string[];
}

/** The text of a box: names, calls and waits. */
export function linesOf({ states, goesOn, elsewhere }: Box, policies: Policies): BoxLine[] {
  if (elsewhere) return [{ name: `${elsewhere.states} states`, details: [`on sheet ${elsewhere.sheet}`] }];
  return states.map((state, index) => {
    const policy = policies.findIndex((each) => isSame(each, state.retries));
    const calls = state.calls && (state.isFunction ? `Lambda ${state.calls}` : state.calls);
    const called = [...(calls ? [calls] : []), ...(policy >= 0 ? [`r${policy + 1}`] : [])].join(' · ');
    const details = [
      ...(called ? [called] : []),
      ...(state.waitsForToken ? [`waits for its task token${state.timeout ? `, ${state.timeout / 3600} h` : ''}`] : []),
      ...state.includes,
      ...(state.concurrency ? [`${state.concurrency} at a time`] : []),
      ...(goesOn && index === states.length - 1 ? ['continues after any error'] : []),
    ];
    return { name: state.name, details };
  });
}

/** The text before the mark of the errors that a state catches. */
export const takesErrors = 'catches any error of';

export function sizeOf(box: Box, policies: Policies): { width: number; height: number } {
  const lines = linesOf(box, policies);
  const names = Math.max(...lines.map(({ name }) => textWidth(name, text.normal, 'semibold')));
  const details = widthOf(lines.flatMap((line) => line.details));
  const source = box.takesErrorsOf ? textWidth(takesErrors, text.small) + 20 : 0;
  const count = lines.reduce((sum, line) => sum + 1 + line.details.length, source ? 1 : 0);
  const width = Math.ceil(Math.max(names + (box.mark ? 16 : 0), details, source)) + 24;
  return { width, height: 9 + count * LEADING };
}

/** The width of the widest line of small text. */
export const widthOf = (lines: readonly string[]) =>
  Math.ceil(Math.max(0, ...lines.map((line) => textWidth(line, text.small))));
