import { invalid } from '../errors';
import type { Condition, Statement, Value } from './parse';

/** Values keyed by field name in upper case. Categories are joined by `|`. */
export type Row = Readonly<Record<string, unknown>>;

/** The user and item for which recommendations are filtered. */
export interface FilterContext {
  /** Returns the fields of an item. */
  item(id: string): Row | undefined;
  readonly user?: Row;
  readonly currentItem?: Row;
  /** Returns the types of the user's events with an item. */
  events(id: string): ReadonlySet<string>;
  /** The values of parameters in the request. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Returns a function that decides whether an item passes. Statements of one effect are joined: items that any INCLUDE
 * matches are included, and those that any EXCLUDE matches are removed. Throws `InvalidInputException` for values that
 * are missing, unknown or malformed.
 */
export function compileFilter(statements: readonly Statement[], occasion: FilterContext): (item: string) => boolean {
  const used = new Set(statements.flatMap(parametersOf));
  for (const name of Object.keys(occasion.values))
    if (!used.has(name)) throw invalid(`The filter has no parameter ${name}`);
  const holding = statements.filter((statement) => {
    const missing = parametersOf(statement).find((name) => occasion.values[name] === undefined);
    if (missing === undefined) return true;
    if (statement.effect === 'INCLUDE') throw invalid(`The filter's parameter ${missing} has no value`);
    // As on AWS, an EXCLUDE without values for all its parameters has no effect.
    return false;
  });
  const inForce = holding.filter(({ onlyIf }) =>
    onlyIf.every((condition) => compares(condition, occasion.user ?? {}, occasion)),
  );
  const holds = ({ dataset, any }: Statement, id: string) => {
    const row = dataset === 'Items' ? occasion.item(id) : undefined;
    return any.some((all) =>
      all.every((condition) =>
        dataset === 'Items'
          ? row !== undefined && compares(condition, row, occasion)
          : hasEvent(condition, occasion.events(id), occasion),
      ),
    );
  };
  const including = inForce.filter(({ effect }) => effect === 'INCLUDE');
  const excluding = inForce.filter(({ effect }) => effect === 'EXCLUDE');
  return (id) =>
    (including.length === 0 || including.some((statement) => holds(statement, id))) &&
    !excluding.some((statement) => holds(statement, id));
}

function parametersOf({ any, onlyIf }: Statement): string[] {
  return [...any.flat(), ...onlyIf].flatMap(({ values }) =>
    values.flatMap((value) => (value.kind === 'parameter' ? [value.name] : [])),
  );
}

function hasEvent({ operator, values }: Condition, types: ReadonlySet<string>, occasion: FilterContext): boolean {
  const wanted = values.flatMap((value) => texts(value, occasion));
  const has = wanted.includes('*') ? types.size > 0 : wanted.some((type) => types.has(type));
  return operator === 'IN' ? has : !has;
}

function compares({ field, operator, values }: Condition, row: Row, occasion: FilterContext): boolean {
  const mine = row[field];
  if (operator === 'IN' || operator === 'NOT IN') {
    const wanted = new Set(values.flatMap((value) => texts(value, occasion)));
    const has = categories(mine).some((one) => wanted.has(one));
    return operator === 'IN' ? has : !has;
  }
  const other = number(values[0] as Value, occasion);
  // Comparisons with an unknown value are false.
  if (typeof mine !== 'number' || other === undefined) return false;
  switch (operator) {
    case '=':
      return mine === other;
    case '!=':
      return mine !== other;
    case '<':
      return mine < other;
    case '<=':
      return mine <= other;
    case '>':
      return mine > other;
    case '>=':
      return mine >= other;
  }
}

function categories(value: unknown): string[] {
  return value === undefined || value === null ? [] : String(value).split('|');
}

function texts(value: Value, { values, currentItem, user }: FilterContext): string[] {
  if (value.kind === 'text') return [value.text];
  if (value.kind === 'number') return [String(value.number)];
  if (value.kind === 'parameter') return listOf(value.name, values[value.name] ?? '');
  return categories((value.kind === 'item' ? currentItem : user)?.[value.field]);
}

function number(value: Value, { values, currentItem, user }: FilterContext): number | undefined {
  if (value.kind === 'number') return value.number;
  if (value.kind === 'parameter') {
    const text = (values[value.name] ?? '').replace(/^"(.*)"$/, '$1').trim();
    if (text === '' || Number.isNaN(Number(text))) throw invalid(`The filter's value of ${value.name} is not a number`);
    return Number(text);
  }
  const found = value.kind === 'text' ? value.text : (value.kind === 'item' ? currentItem : user)?.[value.field];
  return typeof found === 'number' ? found : undefined;
}

/** Values of a request are quoted and separated by commas: `"en","es"`. */
function listOf(name: string, text: string): string[] {
  if (!/^\s*"[^"]*"(\s*,\s*"[^"]*")*\s*$/.test(text))
    throw invalid(`The filter's values of ${name} must be quoted and separated by commas: ${text}`);
  return [...text.matchAll(/"([^"]*)"/g)].map(([, one]) => one as string);
}
