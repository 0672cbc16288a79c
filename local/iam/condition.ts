import { BlockList, isIP } from 'node:net';
import { type Lookup, type PatternOptions, pattern } from './pattern';

/** The values of a request's condition keys; names are in lower case, because IAM ignores their case. */
export type Context = ReadonlyMap<string, string | readonly string[]>;

/** Whether a request's context fulfils a condition block. */
export type Condition = (context: Context) => boolean;

/** Compares one value of the request with one of the policy. */
type Comparison = (value: string, lookup: Lookup) => boolean;
type Compile = (wanted: string, variables: boolean) => Comparison;

interface Operator {
  readonly compile: Compile;
  /** `…Not…`: holds when no value of the policy fits, and when the key is absent. */
  readonly negated?: boolean;
}

const byPattern =
  (options: PatternOptions): Compile =>
  (wanted, variables) =>
    pattern(wanted, { ...options, variables });

const byNumber =
  (parse: (text: string) => number, holds: (value: number, wanted: number) => boolean): Compile =>
  (wanted) => {
    const limit = parse(wanted);
    return (value) => holds(parse(value), limit);
  };

/** ISO 8601, or seconds since 1970. */
const instant = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const equal = (a: number, b: number) => a === b;
const ordered = (name: string, parse: (text: string) => number): [string, Operator][] => [
  [`${name}Equals`, { compile: byNumber(parse, equal) }],
  [`${name}NotEquals`, { compile: byNumber(parse, equal), negated: true }],
  [`${name}LessThan`, { compile: byNumber(parse, (a, b) => a < b) }],
  [`${name}LessThanEquals`, { compile: byNumber(parse, (a, b) => a <= b) }],
  [`${name}GreaterThan`, { compile: byNumber(parse, (a, b) => a > b) }],
  [`${name}GreaterThanEquals`, { compile: byNumber(parse, (a, b) => a >= b) }],
];

const arnLike = byPattern({ wildcards: true, arn: true });
const ignoringCase = byPattern({ ignoreCase: true });
const like = byPattern({ wildcards: true });
const exactly = byPattern({});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['StringEquals', { compile: exactly }],
  ['StringNotEquals', { compile: exactly, negated: true }],
  ['StringEqualsIgnoreCase', { compile: ignoringCase }],
  ['StringNotEqualsIgnoreCase', { compile: ignoringCase, negated: true }],
  ['StringLike', { compile: like }],
  ['StringNotLike', { compile: like, negated: true }],
  ['ArnEquals', { compile: arnLike }],
  ['ArnNotEquals', { compile: arnLike, negated: true }],
  ['ArnLike', { compile: arnLike }],
  ['ArnNotLike', { compile: arnLike, negated: true }],
  ['Bool', { compile: ignoringCase }],
  ['BinaryEquals', { compile: exactly }],
  ['IpAddress', { compile: withinRange }],
  ['NotIpAddress', { compile: withinRange, negated: true }],
  ...ordered('Numeric', Number),
  ...ordered('Date', instant),
]);

function withinRange(wanted: string): Comparison {
  const [address = '', prefix] = wanted.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (!isIP(address)) throw new Error(`'${wanted}' is not an address range`);
  const range = new BlockList();
  range.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
  return (value) => isIP(value) !== 0 && range.check(value, isIP(value) === 6 ? 'ipv6' : 'ipv4');
}

/** Compiles the `Condition` of a statement: all of its operators and keys must hold. Throws for unknown operators. */
export function condition(block: unknown, variables: boolean): Condition {
  const tests = Object.entries((block ?? {}) as Record<string, Record<string, unknown>>).flatMap(([name, keys]) =>
    Object.entries(keys).map(([key, values]) => keyTest(name, key.toLowerCase(), texts(values), variables)),
  );
  return (context) => tests.every((test) => test(context));
}

function keyTest(name: string, key: string, wanted: readonly string[], variables: boolean): Condition {
  const [, quantifier, base = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  if (base === 'Null') return (context) => wanted.includes(String(!present(context.get(key))));
  const operator = operators.get(base);
  if (!operator) throw new Error(`the condition operator '${name}' does not exist`);
  const comparisons = wanted.map((value) => operator.compile(value, variables));
  return (context) => {
    const found = context.get(key);
    if (found === undefined || !present(found)) {
      if (ifExists || quantifier === 'ForAllValues') return true;
      return quantifier === undefined && operator.negated === true;
    }
    const lookup = lookupIn(context);
    const fits = (value: string) => comparisons.some((compare) => compare(value, lookup));
    const holds = (value: string) => fits(value) !== (operator.negated ?? false);
    const values = [found].flat();
    // A negated operator without a quantifier refuses a request of which any value fits.
    return quantifier === 'ForAllValues' || (!quantifier && operator.negated)
      ? values.every(holds)
      : values.some(holds);
  };
}

/** Reads a context's single values for policy variables. */
export function lookupIn(context: Context): Lookup {
  return (key) => {
    const value = context.get(key.toLowerCase());
    return typeof value === 'string' ? value : undefined;
  };
}

const present = (value: string | readonly string[] | undefined) => value !== undefined && value.length > 0;
const texts = (values: unknown) => [values].flat().map(String);
