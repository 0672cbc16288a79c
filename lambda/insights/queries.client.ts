import {
  type AthenaClient,
  type ColumnInfo,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type Row,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { Cell, Queries, QueryState, Table } from './insights';

/** Minutes for which Athena gives the result of the same statement again instead of reading the lake. */
const REUSE_MINUTES = 5;
/** Most that GetQueryResults answers at once, the line of names included. */
const PAGE = 1000;
/** AthenaError's category of faults of the service itself. */
const SYSTEM = 1;

/** Athena, as one workgroup of it. */
export function athena(
  client: AthenaClient,
  { database, workgroup }: Record<'database' | 'workgroup', string>,
): Queries {
  return {
    async start({ sql, parameters }, token) {
      const { QueryExecutionId } = await client.send(
        new StartQueryExecutionCommand({
          QueryString: sql,
          // An empty list is refused.
          ...(parameters.length > 0 && { ExecutionParameters: [...parameters] }),
          ClientRequestToken: token,
          QueryExecutionContext: { Database: database },
          WorkGroup: workgroup,
          ResultReuseConfiguration: {
            ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: REUSE_MINUTES },
          },
        }),
      );
      return QueryExecutionId as string;
    },

    async stateOf(id): Promise<QueryState> {
      const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
      const { State, StateChangeReason, AthenaError, CompletionDateTime } = QueryExecution?.Status ?? {};
      switch (State) {
        case 'SUCCEEDED':
          return { state: 'done', at: CompletionDateTime ?? new Date() };
        case 'FAILED':
        case 'CANCELLED': {
          // Somebody who cancels a query says nothing against the question.
          const ours = State === 'FAILED' && AthenaError?.ErrorCategory !== SYSTEM;
          return { state: 'failed', ours, reason: StateChangeReason ?? AthenaError?.ErrorMessage ?? State };
        }
        default:
          return { state: 'running' };
      }
    },

    async table(id, limit): Promise<Table> {
      let info: readonly ColumnInfo[] = [];
      const rows: Row[] = [];
      let NextToken: string | undefined;
      do {
        const page = await client.send(
          new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: PAGE, ...(NextToken && { NextToken }) }),
        );
        info = page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? info;
        // The first row of the first page of a SELECT is its columns' names.
        rows.push(...(page.ResultSet?.Rows ?? []).slice(NextToken === undefined ? 1 : 0));
        NextToken = page.NextToken;
      } while (NextToken !== undefined && rows.length < limit);
      const columns = info.map(({ Name, Type }) => ({ name: Name ?? '', type: Type ?? 'varchar' }));
      const cells = ({ Data = [] }: Row) => columns.map(({ type }, index) => cell(Data[index]?.VarCharValue, type));
      return { columns, rows: rows.slice(0, limit).map(cells) };
    },
  };
}

const numbers = new Set(['tinyint', 'smallint', 'integer', 'bigint', 'float', 'real', 'double', 'decimal']);

/** A value as its type says; what JSON's numbers cannot say (`NaN`) is nothing, and what they cannot hold stays text. */
export function cell(text: string | undefined, type: string): Cell {
  if (text === undefined) return null;
  if (type === 'boolean') return text === 'true';
  if (!numbers.has(type.replace(/\(.*/, ''))) return text;
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return null;
  return Number.isInteger(number) && !Number.isSafeInteger(number) && /^-?\d+$/.test(text) ? text : number;
}
