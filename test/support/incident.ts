import {
  CloudWatchLogsClient,
  DescribeQueryDefinitionsCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { idPlaceholder } from '../../lib/constructs/monitoring/incident-query';
import type { Platform } from './platform';

/** The rows of the stage's saved query for an id, as an operator runs it: docs/runbook.md. */
export async function wayOf(platform: Platform, id: string): Promise<Record<string, string>[]> {
  const client = new CloudWatchLogsClient(platform.owner);
  try {
    const saved = await client.send(new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: 'OmniStream/' }));
    const [{ queryString = '', logGroupNames } = {}] = saved.queryDefinitions ?? [];
    const end = Math.ceil(Date.now() / 1000);
    const { queryId } = await client.send(
      new StartQueryCommand({
        queryString: queryString.replace(idPlaceholder, id),
        logGroupNames,
        startTime: end - 24 * 3600,
        endTime: end,
      }),
    );
    const { results = [] } = await client.send(new GetQueryResultsCommand({ queryId }));
    return results.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value ?? ''])));
  } finally {
    client.destroy();
  }
}
