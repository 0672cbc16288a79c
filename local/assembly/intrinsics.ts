/** Where an expression looks up what it does not say itself. */
export interface Scope {
  ref(logicalId: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  importValue(name: string): unknown;
  stackOutput(stackName: string, outputName: string): unknown;
  mapping(map: string, first: string, second: string): unknown;
  condition(name: string): boolean;
  readonly region: string;
}

/** The value of a property that `AWS::NoValue` removes. */
export const noValue = Symbol('AWS::NoValue');

type Evaluate = (value: unknown) => unknown;
type Intrinsic = (argument: unknown, evaluate: Evaluate, scope: Scope) => unknown;

class IntrinsicError extends Error {
  override readonly name = 'IntrinsicError';
}

const text = (value: unknown, where: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new IntrinsicError(`${where} needs a string, not ${JSON.stringify(value)}`);
};

const list = (value: unknown, where: string): unknown[] => {
  if (Array.isArray(value)) return value;
  throw new IntrinsicError(`${where} needs a list, not ${JSON.stringify(value)}`);
};

function substitute(argument: unknown, evaluate: Evaluate, scope: Scope): string {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
  return text(template, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    const own = (variables as Record<string, unknown>)[name];
    if (own !== undefined) return text(evaluate(own), 'Fn::Sub');
    const [logicalId = '', ...attribute] = name.trim().split('.');
    const value = attribute.length ? scope.attribute(logicalId, attribute.join('.')) : scope.ref(logicalId);
    return text(value, `Fn::Sub of ${name}`);
  });
}

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, _, scope) => scope.ref(text(argument, 'Ref')),
  'Fn::GetAtt': (argument, evaluate, scope) => {
    const [logicalId = '', ...names] = Array.isArray(argument)
      ? argument.map((part) => text(evaluate(part), 'Fn::GetAtt'))
      : text(argument, 'Fn::GetAtt').split('.');
    return scope.attribute(logicalId, names.join('.'));
  },
  'Fn::Join': (argument, evaluate) => {
    const [separator, parts] = list(argument, 'Fn::Join');
    return list(evaluate(parts), 'Fn::Join')
      .map((part) => text(part, 'Fn::Join'))
      .join(text(separator, 'Fn::Join'));
  },
  'Fn::Sub': substitute,
  'Fn::Select': (argument, evaluate) => {
    const [index, items] = list(argument, 'Fn::Select').map(evaluate);
    const item = list(items, 'Fn::Select')[Number(index)];
    if (item === undefined) throw new IntrinsicError(`Fn::Select has no item ${String(index)}`);
    return item;
  },
  'Fn::Split': (argument, evaluate) => {
    const [separator, source] = list(argument, 'Fn::Split').map(evaluate);
    return text(source, 'Fn::Split').split(text(separator, 'Fn::Split'));
  },
  'Fn::If': (argument, evaluate, scope) => {
    const [condition, yes, no] = list(argument, 'Fn::If');
    return evaluate(scope.condition(text(condition, 'Fn::If')) ? yes : no);
  },
  'Fn::Equals': (argument, evaluate) => {
    const [left, right] = list(argument, 'Fn::Equals').map(evaluate);
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::Not': (argument, evaluate) => !list(argument, 'Fn::Not').map(evaluate)[0],
  'Fn::And': (argument, evaluate) => list(argument, 'Fn::And').every((part) => evaluate(part)),
  'Fn::Or': (argument, evaluate) => list(argument, 'Fn::Or').some((part) => evaluate(part)),
  Condition: (argument, _, scope) => scope.condition(text(argument, 'Condition')),
  'Fn::FindInMap': (argument, evaluate, scope) => {
    const [map, first, second] = list(argument, 'Fn::FindInMap').map((part) => text(evaluate(part), 'Fn::FindInMap'));
    return scope.mapping(map as string, first as string, second as string);
  },
  'Fn::ImportValue': (argument, evaluate, scope) => scope.importValue(text(evaluate(argument), 'Fn::ImportValue')),
  'Fn::GetStackOutput': (argument, evaluate, scope) => {
    const { StackName, OutputName } = evaluate(argument) as Record<string, unknown>;
    return scope.stackOutput(text(StackName, 'Fn::GetStackOutput'), text(OutputName, 'Fn::GetStackOutput'));
  },
  'Fn::Base64': (argument, evaluate) => Buffer.from(text(evaluate(argument), 'Fn::Base64')).toString('base64'),
  'Fn::Length': (argument, evaluate) => list(evaluate(argument), 'Fn::Length').length,
  'Fn::ToJsonString': (argument, evaluate) => JSON.stringify(evaluate(argument)),
  'Fn::GetAZs': (argument, evaluate, { region }) => {
    const zone = argument ? evaluate(argument) : region;
    return ['a', 'b', 'c'].map((letter) => `${zone || region}${letter}`);
  },
};

/**
 * Evaluates a template's value: intrinsic functions are computed, all else is copied. Throws {@link IntrinsicError} for
 * a function that is not known here, and for arguments of the wrong kind.
 */
export function evaluate(value: unknown, scope: Scope): unknown {
  const run: Evaluate = (part) => evaluate(part, scope);
  if (Array.isArray(value)) return value.map(run).filter((item) => item !== noValue);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  const [name = ''] = keys;
  if (keys.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
    const intrinsic = intrinsics[name];
    if (!intrinsic) throw new IntrinsicError(`The intrinsic function ${name} is not known to this runtime`);
    return intrinsic((value as Record<string, unknown>)[name], run, scope);
  }
  const entries = Object.entries(value).map(([key, item]) => [key, run(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== noValue));
}

/** Evaluates the expression of a `Conditions` entry, in which `{Condition: name}` refers to another one. */
export function evaluateCondition(value: unknown, scope: Scope): boolean {
  const resolve = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    const [name = ''] = Object.keys(part);
    const intrinsic = intrinsics[name];
    return intrinsic ? intrinsic((part as Record<string, unknown>)[name], resolve, scope) : evaluate(part, scope);
  };
  return Boolean(resolve(value));
}

/** The logical ids that a value refers to. */
export function references(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) references(item, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key === 'Ref' && typeof item === 'string') found.add(item);
      else if (key === 'Fn::GetAtt') found.add(String(Array.isArray(item) ? item[0] : String(item).split('.')[0]));
      else if (key === 'Fn::Sub') {
        const template = String(Array.isArray(item) ? item[0] : item);
        for (const [, name = ''] of template.matchAll(/\$\{([^!}][^}]*)\}/g)) found.add(name.split('.')[0] as string);
        if (Array.isArray(item)) references(item[1], found);
      } else references(item, found);
    }
  }
  return found;
}
