import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { invalid } from '../invalid';

/** The parsed rule of a composite alarm. */
export type Rule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: StateValue; readonly alarm: string }
  | { readonly kind: 'not'; readonly of: Rule }
  | { readonly kind: 'and' | 'or'; readonly left: Rule; readonly right: Rule };

/** API reference, PutCompositeAlarm. */
const maxChildren = 100;
const maxElements = 500;

const token =
  /\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"((?:[^"\\]|\\.)*)"|([^\s()"]+))\s*\)|(TRUE|FALSE|AND|OR|NOT)\b|([()]))/y;

type Token = { readonly word: string } | { readonly word: 'state'; readonly state: StateValue; readonly alarm: string };

/**
 * Parses a rule such as `ALARM("a") AND NOT (OK(b) OR TRUE)`; AND comes before OR, and NOT before both. Throws
 * `ValidationError`. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function parseRule(text: string): Rule {
  const tokens = tokensOf(text);
  const elements = tokens.filter(({ word }) => !['AND', 'OR', 'NOT'].includes(word));
  if (elements.length > maxElements) throw invalid(`AlarmRule has more than ${maxElements} elements`);
  let at = 0;
  const isNext = (word: string) => {
    const found = tokens[at]?.word === word;
    if (found) at += 1;
    return found;
  };
  const binary = (word: string, kind: 'and' | 'or', inner: () => Rule) => (): Rule => {
    let left = inner();
    while (isNext(word)) left = { kind, left, right: inner() };
    return left;
  };
  const primary = (): Rule => {
    if (isNext('NOT')) return { kind: 'not', of: primary() };
    if (isNext('(')) {
      const inner = either();
      if (!isNext(')')) throw faulty('a parenthesis is not closed');
      return inner;
    }
    const next = tokens[at++];
    if (next && 'alarm' in next) return { kind: 'state', state: next.state, alarm: next.alarm };
    if (next?.word === 'TRUE' || next?.word === 'FALSE') return { kind: 'constant', value: next.word === 'TRUE' };
    throw faulty(next ? `${next.word} is not expected` : 'it ends too early');
  };
  const either = binary('OR', 'or', binary('AND', 'and', primary));
  const rule = either();
  if (at < tokens.length) throw faulty(`${tokens[at]?.word} is not expected`);
  if (childrenOf(rule).length > maxChildren) throw invalid(`AlarmRule has more than ${maxChildren} alarms`);
  return rule;
}

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== '') {
    const position = token.lastIndex;
    const match = token.exec(text);
    if (!match) throw faulty(`'${text.slice(position, position + 40).trim()}' is not understood`);
    const [, state, quoted, bare, word, parenthesis] = match;
    if (state)
      found.push({ word: 'state', state: state as StateValue, alarm: quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '' });
    else found.push({ word: word ?? parenthesis ?? '' });
  }
  return found;
}

const faulty = (why: string) => invalid(`AlarmRule is not valid: ${why}`);

/** The names and ARNs of the alarms in a rule, each once. */
export function childrenOf(rule: Rule): string[] {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'not':
      return childrenOf(rule.of);
    default:
      return [...new Set([...childrenOf(rule.left), ...childrenOf(rule.right)])];
  }
}

/** `stateOf` returns the state of an alarm by its name or ARN. */
export function holds(rule: Rule, stateOf: (alarm: string) => StateValue | undefined): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !holds(rule.of, stateOf);
    case 'and':
      return holds(rule.left, stateOf) && holds(rule.right, stateOf);
    case 'or':
      return holds(rule.left, stateOf) || holds(rule.right, stateOf);
  }
}
