import { checkDefinition } from './asl';
import type { Definition, Json, JsonObject, State, States } from './definition';
import { compile, isExpression } from './jsonata';
import { readTimestamp } from './states/wait';
import { parseResource } from './task/resource';

/** Iterates over all states, with their names and the variables that enclosing sequences assign. */
function* walk({ States }: States, outer: readonly string[] = []): Generator<[string, State, readonly string[]]> {
  for (const [name, state] of Object.entries(States)) {
    yield [name, state, outer];
    const inner = state.Type === 'Parallel' ? state.Branches : state.Type === 'Map' ? [state.ItemProcessor] : [];
    // Assignments of a state's own catchers happen after its branches have ended.
    const others = Object.values(States).flatMap((one) => assigned(one, one !== state));
    for (const states of inner) yield* walk(states, [...outer, ...others]);
  }
}

function assigned(state: State, withCatchers = true): string[] {
  const all: (JsonObject | undefined)[] = [
    'Assign' in state ? state.Assign : undefined,
    ...(withCatchers && 'Catch' in state ? (state.Catch ?? []) : []).map(({ Assign }) => Assign),
    ...('Choices' in state ? state.Choices : []).map(({ Assign }) => Assign),
  ];
  return all.flatMap((assign) => Object.keys(assign ?? {}));
}

/**
 * The validator expects expressions to be one line, and `Output` and `Arguments` to be objects; the language does not.
 */
function forValidator(value: Json, key = ''): Json {
  if (isExpression(value)) return '{% true %}';
  if (value === '') return '-';
  if (Array.isArray(value)) {
    if (['Output', 'Arguments'].includes(key)) return '{% true %}';
    return value.map((item) => forValidator(item));
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, forValidator(item, name)]));
  }
  if (['Output', 'Arguments', 'Condition'].includes(key)) return '{% true %}';
  return value;
}

function checkExpressions(value: Json, where: string): void {
  if (isExpression(value)) {
    try {
      compile(value);
    } catch (error) {
      throw new Error(`${where}: ${(error as Error).message} in the expression ${value}`);
    }
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) checkExpressions(item, `${where}/${key}`);
  }
}

function checkState(name: string, state: State, outer: readonly string[]): void {
  if (state.QueryLanguage !== undefined && state.QueryLanguage !== 'JSONata') {
    throw new Error(`state '${name}': QueryLanguage is ${state.QueryLanguage}; this runtime does JSONata only`);
  }
  if (state.Type === 'Wait' && state.Timestamp !== undefined && !isExpression(state.Timestamp)) {
    if (readTimestamp(state.Timestamp) === undefined) {
      throw new Error(`state '${name}': String does not match RFC3339 timestamp at Timestamp`);
    }
  }
  for (const variable of assigned(state)) {
    if (variable === 'states' || !/^[\p{L}_][\p{L}\p{N}_]{0,79}$/u.test(variable)) {
      throw new Error(`state '${name}': '${variable}' cannot be a variable's name`);
    }
    if (outer.includes(variable)) {
      throw new Error(`state '${name}': the variable '${variable}' belongs to an enclosing scope`);
    }
  }
  if (state.Type === 'Task') {
    parseResource(state.Resource);
    if ('Credentials' in state) throw new Error(`state '${name}': Credentials have no local counterpart`);
  }
  if (state.Type !== 'Map') return;
  const distributed = [
    'ItemReader',
    'ItemBatcher',
    'ResultWriter',
    'ToleratedFailureCount',
    'ToleratedFailurePercentage',
  ];
  const field = distributed.find((property) => property in state);
  if (field || (state.ItemProcessor.ProcessorConfig?.Mode ?? 'INLINE') !== 'INLINE') {
    throw new Error(`state '${name}': ${field ?? 'a distributed map'} has no local counterpart; maps run inline`);
  }
}

/** Checks a definition as CreateStateMachine does, and that this runtime supports all of it. Throws plain errors. */
export function validate(definition: Definition): void {
  if (definition.QueryLanguage !== 'JSONata') {
    const language = definition.QueryLanguage ?? 'JSONPath (the default)';
    throw new Error(`QueryLanguage is ${language}; this runtime does JSONata only`);
  }
  // The validator changes its argument.
  const { isValid, errorsText } = checkDefinition(forValidator(definition as unknown as Json) as unknown as Definition);
  if (!isValid) throw new Error(errorsText('; '));
  for (const [name, state, outer] of walk(definition)) {
    checkState(name, state, outer);
    checkExpressions(state as unknown as Json, name);
  }
}
