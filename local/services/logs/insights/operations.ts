import { randomUUID } from 'node:crypto';
import type {
  DescribeQueryDefinitionsCommandInput,
  DescribeQueryDefinitionsCommandOutput,
  GetQueryResultsCommandInput,
  GetQueryResultsCommandOutput,
  StartQueryCommandInput,
  StartQueryCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Call, ServiceError } from '../../../kernel/service';
import type { Store } from '../../../kernel/store';
import type { LogGroups } from '../groups';
import { groupResource } from '../permissions';
import type { QueryDefinition } from './definitions';
import { parseQuery, rowsOf } from './query';
import type { LogRecord } from './record';

/** The maximum number of log groups of a query, and of rows without the command `limit` (StartQuery). */
const maxGroups = 50;
const defaultRows = 10_000;
/** The results of this many queries are kept. The service keeps them for days. */
const keptResults = 100;

type Results = Pick<GetQueryResultsCommandOutput, 'results' | 'statistics' | 'status'>;
type Finished = { readonly names: readonly string[]; readonly results: Results };
type Without<Output> = Omit<Output, '$metadata'>;

/** The operations of Logs Insights. A query has run when `StartQuery` responds. */
export function insights(groups: LogGroups, definitions: Store<QueryDefinition>) {
  const finished = new Map<string, Finished>();

  return {
    StartQuery(input: StartQueryCommandInput, call: Call): Without<StartQueryCommandOutput> {
      if (input.queryLanguage !== undefined && input.queryLanguage !== 'CWLI') {
        throw invalid(`This runtime does not support the query language ${input.queryLanguage}`);
      }
      const query = parseQuery(input.queryString ?? '');
      const names = groupNames(input);
      if (names.length === 0 || names.length > maxGroups) throw invalid(`A query reads 1 to ${maxGroups} log groups`);
      const { startTime = 0, endTime = 0, limit = defaultRows } = input;
      if (endTime < startTime) throw invalid('The end of the time range is before its start');
      const records = names.flatMap((name) => recordsOf(name, call));
      const inTime = records.filter(({ timestamp: at }) => at >= startTime * 1000 && at < (endTime + 1) * 1000);
      const { rows, matched } = rowsOf(query, inTime, limit);
      const bytesScanned = inTime.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
      const queryId = randomUUID();
      const results: Results = {
        results: rows.map((row) => [...row]),
        statistics: { recordsMatched: matched, recordsScanned: inTime.length, bytesScanned },
        status: 'Complete',
      };
      finished.set(queryId, { names, results });
      const [oldest] = finished.keys();
      if (finished.size > keptResults && oldest !== undefined) finished.delete(oldest);
      return { queryId };
    },

    GetQueryResults({ queryId = '' }: GetQueryResultsCommandInput, call: Call): Without<GetQueryResultsCommandOutput> {
      const query = finished.get(queryId);
      if (!query) throw new ServiceError('ResourceNotFoundException', `The query ${queryId} does not exist.`);
      groups.kernel.authorize(
        call.principal,
        call.region,
        query.names.map((logGroupName) => ({
          action: 'logs:GetQueryResults',
          resource: groupResource({ logGroupName }, call),
        })),
      );
      return query.results;
    },

    DescribeQueryDefinitions(
      { queryDefinitionNamePrefix = '' }: DescribeQueryDefinitionsCommandInput,
      { region }: Call,
    ): Without<DescribeQueryDefinitionsCommandOutput> {
      const found = definitions
        .entries()
        .map(([, definition]) => definition)
        .filter((one) => one.region === region && one.name.startsWith(queryDefinitionNamePrefix))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      return {
        queryDefinitions: found.map(({ id, name, queryString, logGroupNames, lastModified }) => ({
          queryDefinitionId: id,
          name,
          queryString,
          logGroupNames: [...logGroupNames],
          lastModified,
          queryLanguage: 'CWLI',
        })),
      };
    },
  };

  function recordsOf(name: string, call: Call): LogRecord[] {
    const group = groups.find(call.region, name);
    groups.authorizeRead(group, call);
    return groups.streamsOf(group).flatMap((stream) =>
      groups.read(group, stream.name).map((event, index) => ({
        ...event,
        account: call.accountId,
        group: group.name,
        stream: stream.name,
        index,
      })),
    );
  }
}

function groupNames({ logGroupName, logGroupNames, logGroupIdentifiers }: StartQueryCommandInput): readonly string[] {
  const given = [logGroupName && [logGroupName], logGroupNames, logGroupIdentifiers].filter((names) => names);
  if (given.length !== 1) {
    throw invalid('A query has exactly one of logGroupName, logGroupNames and logGroupIdentifiers');
  }
  return given[0] || [];
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}
