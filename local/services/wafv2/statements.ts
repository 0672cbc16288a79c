import { field } from './fields';
import { onlyMember, type Properties, refuseUnknown, type WebRequest } from './model';

export type Matches = (request: WebRequest) => boolean;
type Compile = (statement: Properties) => Matches;

const constraints: Readonly<Record<string, (text: string, wanted: string) => boolean>> = {
  EXACTLY: (text, wanted) => text === wanted,
  STARTS_WITH: (text, wanted) => text.startsWith(wanted),
  ENDS_WITH: (text, wanted) => text.endsWith(wanted),
  CONTAINS: (text, wanted) => text.includes(wanted),
};

/** Statements that match a request by itself. A request without the inspected part does not match. */
const statements: Readonly<Record<string, Compile>> = {
  ByteMatchStatement(statement) {
    refuseUnknown(
      statement,
      ['FieldToMatch', 'PositionalConstraint', 'SearchString', 'TextTransformations'],
      'byte match statement',
    );
    const read = field(statement.FieldToMatch, statement.TextTransformations);
    const holds = constraints[statement.PositionalConstraint];
    if (!holds) throw new Error(`the constraint ${statement.PositionalConstraint} is not supported by this runtime`);
    return (request) => {
      const text = read(request);
      return text !== undefined && holds(text, statement.SearchString);
    };
  },
  RegexMatchStatement(statement) {
    refuseUnknown(statement, ['FieldToMatch', 'RegexString', 'TextTransformations'], 'regex match statement');
    const read = field(statement.FieldToMatch, statement.TextTransformations);
    const regex = new RegExp(statement.RegexString);
    return (request) => regex.test(read(request) ?? '');
  },
  AndStatement({ Statements }) {
    const all = (Statements as Properties[]).map(statement);
    return (request) => all.every((matches) => matches(request));
  },
  OrStatement({ Statements }) {
    const any = (Statements as Properties[]).map(statement);
    return (request) => any.some((matches) => matches(request));
  },
  NotStatement({ Statement }) {
    const matches = statement(Statement);
    return (request) => !matches(request);
  },
};

/** Compiles a statement of a rule, or of a scope-down. Throws for a statement that this runtime does not support. */
export function statement(union: Properties): Matches {
  const [name, properties] = onlyMember(union, 'statement');
  const compile = statements[name];
  if (!compile) throw new Error(`the statement ${name} is not supported by this runtime`);
  return compile(properties);
}
