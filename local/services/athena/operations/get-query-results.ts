import type { Readable } from 'node:stream';
import type { GetQueryResultsCommandInput, GetQueryResultsCommandOutput } from '@aws-sdk/client-athena';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ResultColumn } from '../../../engines/query/athena-type';
import { parseS3Url } from '../../../engines/query/projection';
import type { Kernel } from '../../../kernel/kernel';
import { type Operation, ServiceError } from '../../../kernel/service';
import { readRows } from '../csv';
import type { Executions } from '../executions';
import { authorizeQuery } from './query-execution';

const invalid = (message: string) => new ServiceError('InvalidRequestException', message);

/** The maximum number of rows in a response, including the header (API reference). */
const maxPageSize = 1000;

/** The token contains the byte of the CSV file at which the next page begins. */
const tokenOf = (id: string, offset: number) => Buffer.from(`${id} ${offset}`).toString('base64url');

function offsetOf(id: string, token: string | undefined): number {
  if (token === undefined) return 0;
  const [of, offset] = Buffer.from(token, 'base64url').toString().split(' ');
  if (of !== id || !/^\d+$/.test(offset ?? '')) throw invalid('NextToken is not valid');
  return Number(offset);
}

/** Reads the result from S3 with the caller's permissions. A caller that may not read the object gets no result. */
export function getQueryResults(kernel: Kernel, executions: Executions): Operation {
  return async (input: GetQueryResultsCommandInput, call): Promise<Omit<GetQueryResultsCommandOutput, '$metadata'>> => {
    const { MaxResults: limit = maxPageSize, NextToken } = input;
    if (limit < 1 || limit > maxPageSize) throw invalid(`MaxResults must be from 1 to ${maxPageSize}`);
    const execution = executions.get(call.region, input.QueryExecutionId);
    authorizeQuery(kernel, call, execution, 'GetQueryResults');
    const { id, state, output, columns = [] } = execution;
    if (state === 'QUEUED' || state === 'RUNNING') {
      throw invalid(`Query has not yet finished. Current state: ${state}`);
    }
    if (state !== 'SUCCEEDED') throw invalid(`Query did not finish successfully. Final query state: ${state}`);
    const offset = offsetOf(id, NextToken);
    const { bucket, prefix: key } = parseS3Url(output);
    const object = await kernel.call<GetObjectCommandOutput>({
      ...{ service: 's3', operation: 'GetObject', region: call.region, principal: call.principal },
      input: { Bucket: bucket, Key: key, ...(offset > 0 && { Range: `bytes=${offset}-` }) },
    });
    const body = object.Body as unknown as Readable;
    try {
      const { rows, length } = await readRows(body, limit);
      const more = length < (object.ContentLength ?? 0);
      return {
        UpdateCount: 0,
        NextToken: more ? tokenOf(id, offset + length) : undefined,
        ResultSet: {
          Rows: rows.map((row) => ({ Data: row.map((VarCharValue) => ({ VarCharValue })) })),
          ResultSetMetadata: { ColumnInfo: columns.map(columnInfo) },
        },
      };
    } finally {
      body.destroy();
    }
  };
}

const columnInfo = ({ name, type, precision, scale }: ResultColumn) => ({
  CatalogName: 'hive',
  SchemaName: '',
  TableName: '',
  Name: name,
  Label: name,
  Type: type,
  Precision: precision,
  Scale: scale,
  Nullable: 'UNKNOWN' as const,
  CaseSensitive: type === 'varchar',
});
