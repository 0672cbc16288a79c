import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  ListWorkGroupsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { eventually } from './audience';
import type { Platform } from './platform';

/** The rows that a query of the lake answers, as strings. Throws why it failed. */
export async function askLake(platform: Platform, sql: string): Promise<string[][]> {
  const athena = new AthenaClient(platform.owner);
  const { WorkGroups = [] } = await athena.send(new ListWorkGroupsCommand({}));
  const started = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      QueryExecutionContext: { Database: 'omnistream_dev' },
      WorkGroup: WorkGroups.find(({ Name }) => Name !== 'primary')?.Name,
    }),
  );
  const of = { QueryExecutionId: started.QueryExecutionId };
  await eventually(`the query ${sql}`, async () => {
    const { Status } = (await athena.send(new GetQueryExecutionCommand(of))).QueryExecution ?? {};
    if (Status?.State === 'FAILED') throw new Error(`${sql}: ${Status.StateChangeReason}`);
    return Status?.State === 'SUCCEEDED' || undefined;
  });
  const { ResultSet } = await athena.send(new GetQueryResultsCommand(of));
  return (ResultSet?.Rows ?? []).slice(1).map(({ Data = [] }) => Data.map(({ VarCharValue = '' }) => VarCharValue));
}
