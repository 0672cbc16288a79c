import { type Condition, conditionOf } from './condition';
import { malformed } from './malformed';
import { fieldsOf, type LogRecord } from './record';
import { type Token, tokensOf } from './tokens';

/** The name of a column, and the field in it. */
interface Column {
  readonly field: string;
  readonly name: string;
}

/** A parsed query. */
export interface Query {
  readonly columns: readonly Column[];
  readonly conditions: readonly Condition[];
  readonly sort: { readonly field: string; readonly isAscending: boolean };
  readonly limit?: number;
}

export type Row = readonly { readonly field: string; readonly value: string }[];

/** Of results, with or without the command `limit`. */
const maxRows = 100_000;

/**
 * Parses a query in Logs Insights QL of the commands `fields`, `display`, `filter`, `sort` and `limit`. Throws
 * `MalformedQueryException` for other commands, and for functions.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export function parseQuery(text: string): Query {
  const columns: Column[] = [];
  const conditions: Condition[] = [];
  let sort: Query['sort'] = { field: '@timestamp', isAscending: false };
  let limit: number | undefined;
  for (const [first, ...rest] of commandsOf(tokensOf(text))) {
    const command = first?.kind === 'word' ? first.text.toLowerCase() : '';
    switch (command) {
      case 'fields':
        columns.push(...columnsOf(rest));
        break;
      case 'display':
        columns.splice(0, columns.length, ...columnsOf(rest));
        break;
      case 'filter':
        conditions.push(conditionOf(rest));
        break;
      case 'sort':
        sort = sortOf(rest);
        break;
      case 'limit':
        limit = limitOf(rest);
        break;
      default:
        throw malformed(`This runtime does not support the command ${command || 'that is not a word'}`);
    }
  }
  const byDefault = ['@timestamp', '@message'].map((field) => ({ field, name: field }));
  return { columns: columns.length > 0 ? columns : byDefault, conditions, sort, limit };
}

/** The rows of the events that match. Fields that an event does not have are missing from its row. */
export function rowsOf(query: Query, records: readonly LogRecord[], limit: number): { rows: Row[]; matched: number } {
  const found = records
    .map((record) => ({ record, read: fieldsOf(record) }))
    .filter(({ read }) => query.conditions.every((condition) => condition(read)));
  const { field, isAscending } = query.sort;
  const sorted = found
    .map((one) => ({ ...one, key: one.read(field) ?? '' }))
    .sort((a, b) => order(a.key, b.key) * (isAscending ? 1 : -1) || a.record.index - b.record.index);
  const rows = sorted.slice(0, query.limit ?? limit).map(({ read }) =>
    [...query.columns, { field: '@ptr', name: '@ptr' }].flatMap(({ field, name }) => {
      const value = read(field);
      return value === undefined ? [] : [{ field: name, value }];
    }),
  );
  return { rows, matched: found.length };
}

function order(a: string, b: string): number {
  const [first, second] = [Number(a), Number(b)];
  if (a !== '' && b !== '' && !Number.isNaN(first) && !Number.isNaN(second)) return first - second;
  return a < b ? -1 : a > b ? 1 : 0;
}

function commandsOf(tokens: readonly Token[]): Token[][] {
  const commands: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'sign' && token.text === '|') commands.push([]);
    else commands.at(-1)?.push(token);
  }
  return commands;
}

/** `a, b as c` */
function columnsOf(tokens: readonly Token[]): Column[] {
  const words = tokens.map((token) => {
    if (token.kind === 'word' || (token.kind === 'sign' && token.text === ',')) return token.text;
    throw malformed('This runtime supports only names of fields as columns');
  });
  const columns: Column[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const field = words[at] ?? ',';
    const isRenamed = words[at + 1]?.toLowerCase() === 'as';
    const name = isRenamed ? words[at + 2] : field;
    at += isRenamed ? 3 : 1;
    if (field === ',' || !name || name === ',' || (at < words.length && words[at] !== ',')) {
      throw malformed('Columns are names of fields, separated by commas');
    }
    columns.push({ field, name });
  }
  if (columns.length === 0) throw malformed('The command needs the name of a field');
  return columns;
}

function sortOf([field, direction, ...rest]: readonly Token[]): Query['sort'] {
  const word = direction?.kind === 'word' ? direction.text.toLowerCase() : '';
  if (field?.kind !== 'word' || !['asc', 'desc'].includes(word) || rest.length > 0) {
    throw malformed('This runtime supports sort with one field and asc or desc');
  }
  return { field: field.text, isAscending: word === 'asc' };
}

function limitOf([amount, ...rest]: readonly Token[]): number {
  const value = amount?.kind === 'number' ? amount.value : 0;
  if (!Number.isInteger(value) || value < 1 || value > maxRows || rest.length > 0) {
    throw malformed(`limit needs a number from 1 to ${maxRows}`);
  }
  return value;
}
