import {
  type AthenaClient,
  type ColumnInfo,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type Row,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { Queries, QueryState } from './insights';
import type { Statement } from './question';
import type { Cell, Table } from './table';

/** Minutes for which Athena returns the result of the same statement again instead of reading the lake. */
const reuseMinutes = 5;
/** Maximum of rows in one response of GetQueryResults, the row of names included. */
const pageSize = 1000;
/** AthenaError's category of faults of the service itself. */
const systemCategory = 1;

export interface AthenaOptions {
  readonly database: string;
  readonly workgroup: string;
}

/** Queries in one workgroup of Athena. */
export class AthenaQueries implements Queries {
  constructor(
    private readonly client: AthenaClient,
    private readonly options: AthenaOptions,
  ) {}

  async start({ sql, parameters }: Statement, token: string): Promise<string> {
    const { database, workgroup } = this.options;
    const { QueryExecutionId } = await this.client.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        // Athena refuses an empty list.
        ...(parameters.length > 0 && { ExecutionParameters: [...parameters] }),
        ClientRequestToken: token,
        QueryExecutionContext: { Database: database },
        WorkGroup: workgroup,
        ResultReuseConfiguration: {
          ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: reuseMinutes },
        },
      }),
    );
    return QueryExecutionId as string;
  }

  async stateOf(id: string): Promise<QueryState> {
    const { QueryExecution } = await this.client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    const { State, StateChangeReason, AthenaError, CompletionDateTime } = QueryExecution?.Status ?? {};
    switch (State) {
      case 'SUCCEEDED':
        return { state: 'done', at: CompletionDateTime ?? new Date() };
      case 'FAILED':
      case 'CANCELLED': {
        // A query that an operator cancelled is not at fault.
        const ours = State === 'FAILED' && AthenaError?.ErrorCategory !== systemCategory;
        return { state: 'failed', ours, reason: StateChangeReason ?? AthenaError?.ErrorMessage ?? State };
      }
      default:
        return { state: 'running' };
    }
  }

  async table(id: string, limit: number): Promise<Table> {
    let info: readonly ColumnInfo[] = [];
    const rows: Row[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.client.send(
        new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: pageSize, ...(NextToken && { NextToken }) }),
      );
      info = page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? info;
      // The first row of a SELECT's first page contains the columns' names.
      rows.push(...(page.ResultSet?.Rows ?? []).slice(NextToken === undefined ? 1 : 0));
      NextToken = page.NextToken;
    } while (NextToken !== undefined && rows.length < limit);
    const columns = info.map(({ Name, Type }) => ({ name: Name ?? '', type: Type ?? 'varchar' }));
    const cells = ({ Data = [] }: Row) => columns.map(({ type }, index) => cell(Data[index]?.VarCharValue, type));
    return { columns, rows: rows.slice(0, limit).map(cells) };
  }
}

const numbers = new Set(['tinyint', 'smallint', 'integer', 'bigint', 'float', 'real', 'double', 'decimal']);

/**
 * Converts a value by its column's type. A number that JSON does not have (`NaN`) becomes `null`; a whole number that
 * JavaScript cannot represent stays text.
 */
export function cell(text: string | undefined, type: string): Cell {
  if (text === undefined) return null;
  if (type === 'boolean') return text === 'true';
  if (!numbers.has(type.replace(/\(.*/, ''))) return text;
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return null;
  return Number.isInteger(number) && !Number.isSafeInteger(number) && /^-?\d+$/.test(text) ? text : number;
}
