import {
  CloudWatchLogsClient,
  DescribeQueryDefinitionsCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { createLogs, type Logs } from '../../../services/logs';
import { type Laptop, startLaptop } from '../../../testing/start-services';

let laptop: Laptop;
let logs: Logs;
let client: CloudWatchLogsClient;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => {
    logs = createLogs(kernel);
    return [logs];
  });
  client = new CloudWatchLogsClient(laptop.clientConfig);
  logs.write('eu-west-1', 'ingest', 's', [
    JSON.stringify({ level: 'INFO', message: 'one', asset: 'a1', size: 9, ids: ['x', 'y'] }),
    'START RequestId: a1',
  ]);
  logs.write('eu-west-1', 'publish', 's', [
    JSON.stringify({ level: 'ERROR', message: 'two', asset: 'a1', size: 10, error: { name: 'TooLong' } }),
    JSON.stringify({ level: 'INFO', message: 'three', asset: 'a2', size: 11 }),
  ]);
});
afterAll(async () => {
  client.destroy();
  await laptop.stop();
});

const wholeTime = { startTime: 0, endTime: 4_000_000_000 };

async function run(queryString: string, more: object = {}): Promise<Record<string, string>[]> {
  const groups = { logGroupNames: ['ingest', 'publish'] };
  const { queryId } = await client.send(new StartQueryCommand({ queryString, ...groups, ...wholeTime, ...more }));
  const { status, results = [] } = await client.send(new GetQueryResultsCommand({ queryId }));
  expect(status).toBe('Complete');
  return results.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])));
}

/** The messages of the rows, in order. */
const messages = async (condition: string) =>
  (await run(`fields message | filter ${condition} | sort size asc`)).map(({ message }) => message ?? '-').join();

test.each([
  ['asset = "a1"', 'one,two'],
  ["asset = 'a1'", 'one,two'],
  ['asset != "a1"', '-,three'],
  ['@message like "a1"', '-,one,two'],
  ['@message like /"a[12]"/', 'one,two,three'],
  ['level =~ /(?i)error/', 'two'],
  ['@message not like /"level"/', '-'],
  ['error.name = "TooLong"', 'two'],
  ['ids.1 = "y"', 'one'],
  ['size > 9 and size <= 11', 'two,three'],
  ['size = 10', 'two'],
  ['asset = "a2" or asset = "a1" and level = "ERROR"', 'two,three'],
  ['(asset = "a2" or asset = "a1") and not level = "ERROR"', 'one,three'],
  ['`asset` = "a2"', 'three'],
])('filter %s', async (condition, expected) => {
  expect(await messages(condition)).toBe(expected);
});

test('rows have the columns that their events have, in the given order, and a pointer', async () => {
  const rows = await run('fields @log, error.name as reason, message | filter size >= 10 | sort size desc | limit 2');
  expect(rows).toEqual([
    { '@log': '000000000000:publish', message: 'three', '@ptr': expect.any(String) },
    { '@log': '000000000000:publish', message: 'two', reason: 'TooLong', '@ptr': expect.any(String) },
  ]);
});

test('a query without columns returns times and messages, and reads only its time range', async () => {
  expect(await run('filter size = 9')).toMatchObject([
    { '@timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\d [\d:]+\.\d{3}$/), '@message': expect.any(String) },
  ]);
  expect(await run('fields message', { startTime: 0, endTime: 1 })).toEqual([]);
});

test('comments and quoted signs are not commands', async () => {
  expect(await run('# all | of them\nfields message\n| filter @message like "|"')).toEqual([]);
});

test.each([
  ['stats count(*) by level', 'stats'],
  ['fields concat(message, "x")', 'names of fields'],
  ['filter asset in ["a1"]', 'comparison of asset'],
  ['filter ispresent(asset)', 'comparison'],
  ['filter asset = ', 'comparison'],
  ['filter (asset = "a1"', 'parenthesis'],
  ['sort size', 'asc or desc'],
  ['limit 0', 'limit'],
  ['filter @message like /(/', 'regular expression'],
  ['fields message ; limit 2', 'Unexpected character'],
])('%s is a named error', async (queryString, expected) => {
  await expect(run(queryString)).rejects.toMatchObject({
    name: 'MalformedQueryException',
    message: expect.stringContaining(expected),
  });
});

test('queries of unknown groups, or without a group, are named errors', async () => {
  await expect(run('fields message', { logGroupNames: ['nowhere'] })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(run('fields message', { logGroupNames: undefined })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  await expect(client.send(new GetQueryResultsCommand({ queryId: 'unknown' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a saved query of a template is listed, and one that could not run is not deployed', async () => {
  await laptop.deploy('AWS::Logs::QueryDefinition', 'Saved', {
    Name: 'Films/one film',
    QueryString: 'fields message | filter @message like "ID"',
    LogGroupNames: ['ingest'],
  });
  const { queryDefinitions } = await client.send(
    new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: 'Films/' }),
  );
  expect(queryDefinitions).toMatchObject([{ name: 'Films/one film', logGroupNames: ['ingest'] }]);
  const unsupported = laptop.deploy('AWS::Logs::QueryDefinition', 'Other', { Name: 'x', QueryString: 'dedup asset' });
  await expect(unsupported).rejects.toThrow('dedup');
});
