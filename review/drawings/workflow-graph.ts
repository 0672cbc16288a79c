import { meaningOf } from './conditions';
import { isCatchAll, type Machine, type State } from './workflow';

/** A box of the drawing: one state, or a chain of states without branches. */
export interface Box {
  /** The names of its states, joined by `+`. */
  readonly id: string;
  readonly states: readonly State[];
  /** The mark of the state that handles the errors, if many states share it. */
  readonly mark?: string;
  /** The mark of the states whose errors this state handles. */
  readonly takesErrorsOf?: string;
  /** Whether the workflow continues after an error like after a success. */
  readonly goesOn: boolean;
  readonly branches: readonly Scope[];
  /** The number of states, if they are on another sheet. */
  readonly elsewhere?: { readonly states: number; readonly sheet: number };
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly kind: 'next' | 'error';
  /** The conditions of the arrow, one per line. */
  readonly texts: readonly string[];
}

/** The states of one level: those of the machine, or of one branch. */
export interface Scope {
  /** The name of the first state. */
  readonly start: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** The name of a branch in drawings. */
export const branchId = (box: Box, index: number) => `${box.id} ${index + 1}`;

/** The states of a scope and of all scopes inside it. */
export const statesIn = ({ boxes }: Scope): State[] =>
  boxes.flatMap(({ states, branches }) => [...states, ...branches.flatMap(statesIn)]);

/** The number of states from which a common error handler is drawn as a mark instead of arrows. */
const MANY = 2;

/** The graph of a state machine. `marks` are the letters for error handlers, in the order of their use. */
export function graphOf(machine: Machine, marks = 'ABCDEFGH'.split('')): Scope {
  const chains = chainsOf(machine);
  const idOf = new Map(chains.flatMap((chain) => chain.map(({ name }) => [name, joined(chain)] as const)));
  const target = (name: string) => {
    const id = idOf.get(name);
    if (!id) throw new Error(`A state leads to ${name}, which does not exist`);
    return id;
  };
  const caught = chains.map((chain) => ({ id: joined(chain), ...errorsOf(chain) }));
  const shared = sharedTargets(caught.flatMap(({ goesOn, all }) => (all && !goesOn ? [all] : [])));
  const marked = shared.map((to) => {
    const mark = marks.shift();
    if (!mark) throw new Error('There are more error handlers than marks');
    return { mark, to: target(to) };
  });
  const markOf = (to?: string) => marked.find((each) => to !== undefined && each.to === target(to))?.mark;
  const boxes = chains.map((states, index): Box => {
    const { goesOn = false, all } = caught[index] ?? {};
    const branches = states.flatMap((state) => state.branches.map((branch) => graphOf(branch, marks)));
    const id = joined(states);
    const takesErrorsOf = marked.find(({ to }) => to === id)?.mark;
    return { id, states, goesOn, branches, mark: goesOn ? undefined : markOf(all), takesErrorsOf };
  });
  const arrows = chains.flatMap((chain, index): Arrow[] => {
    const { goesOn = false, all } = caught[index] ?? {};
    const from = joined(chain);
    const steps = (chain.at(-1)?.next ?? []).map(({ to, condition }): Arrow => {
      return { from, to: target(to), kind: 'next', texts: condition ? [meaningOf(condition)] : [] };
    });
    const named = chain.flatMap(({ catches, timeout }) =>
      catches
        // The arrow for any error already covers this error.
        .filter((each) => !isCatchAll(each) && (each.to !== all || (!goesOn && !markOf(all))))
        .map(({ to, errors }): Arrow => {
          return { from, to: target(to), kind: 'error', texts: errors.map((error) => errorText(error, timeout)) };
        }),
    );
    const rest: Arrow[] =
      all && !goesOn && !markOf(all) ? [{ from, to: target(all), kind: 'error', texts: ['any error'] }] : [];
    return [...steps, ...named, ...rest].filter(({ to }) => to !== from || chain.length === 1);
  });
  return { start: machine.start, boxes, arrows: merged(arrows) };
}

const joined = (chain: readonly State[]) => chain.map(({ name }) => name).join('+');

/**
 * States that are only reached by a named error and then follow each other without a choice of their own, as the second
 * look at a job whose event was lost: one box. Every other state is a chain of one.
 */
function chainsOf({ states, start }: Machine): State[][] {
  const byName = new Map(states.map((state) => [state.name, state]));
  const comesFrom = (name: string) =>
    states.filter(({ next, catches }) => [...next, ...catches].some(({ to }) => to === name));
  const isFollower = (state: State) => state.name !== start && comesFrom(state.name).length === 1;
  const succeeding = new Set(states.flatMap(({ next }) => next.map(({ to }) => to)));
  const begins = new Set(
    states
      .flatMap(({ catches }) => catches.filter((each) => !isCatchAll(each)).map(({ to }) => to))
      .filter((name) => !succeeding.has(name)),
  );
  const inChains = new Set<string>();
  const chains = new Map<string, State[]>();
  for (const name of begins) {
    const chain: State[] = [];
    let state = byName.get(name);
    while (state && isFollower(state) && state.type !== 'Map' && state.type !== 'Parallel') {
      chain.push(state);
      const [only, second] = state.next;
      state = only && !second ? byName.get(only.to) : undefined;
    }
    if (chain.length < 2) continue;
    chains.set(name, chain);
    for (const member of chain) inChains.add(member.name);
  }
  return states.flatMap((state) => {
    const chain = chains.get(state.name);
    return chain ? [chain] : inChains.has(state.name) ? [] : [[state]];
  });
}

/** The state after any error of a chain, and whether it is also the state after a success. */
function errorsOf(chain: readonly State[]): { all?: string; goesOn: boolean } {
  const targets = new Set(chain.flatMap(({ catches }) => catches.filter(isCatchAll).map(({ to }) => to)));
  if (targets.size > 1) throw new Error(`The states ${joined(chain)} handle errors in different ways`);
  const [all] = targets;
  const [only, second] = chain.at(-1)?.next ?? [];
  return { all, goesOn: all !== undefined && second === undefined && only?.to === all };
}

function sharedTargets(targets: readonly string[]): string[] {
  return [...new Set(targets)].filter((target) => targets.filter((other) => other === target).length >= MANY);
}

function errorText(error: string, timeout?: number): string {
  if (error === 'States.Timeout' && timeout) return `no word for ${timeout / 3600}\u00a0h`;
  return error.replace(/^(Personalize|States)\./, '').replace(/Exception$/, '');
}

/** Merges arrows of the same kind between the same boxes. An unconditional arrow needs no text. */
function merged(arrows: readonly Arrow[]): Arrow[] {
  const found = new Map<string, Arrow>();
  for (const arrow of arrows) {
    const key = `${arrow.from} ${arrow.to} ${arrow.kind}`;
    const other = found.get(key);
    const texts = other && (other.texts.length === 0 || arrow.texts.length === 0) ? [] : arrow.texts;
    found.set(key, other ? { ...other, texts: texts.length === 0 ? [] : [...other.texts, ...texts] } : arrow);
  }
  return [...found.values()];
}
