import type { Call, Permissions } from '../../kernel/service';

interface LogsInput {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logGroupNames?: readonly string[];
  readonly logGroupIdentifiers?: readonly string[];
  readonly logStreamName?: string;
}

/** Group ARNs end in `:*` in policies, and so in what they are compared with. */
export function groupResource(input: LogsInput, call: Call): string {
  return `${groupArn(input, call)}:*`;
}

function groupArn(input: LogsInput, call: Call): string {
  const reference = input.logGroupName ?? input.logGroupIdentifier ?? '*';
  const name = /:log-group:([^:]+)/.exec(reference)?.[1] ?? reference;
  return `arn:aws:logs:${call.region}:${call.accountId}:log-group:${name}`;
}

const onGroup = (action: string) => (input: LogsInput, call: Call) => [
  { action: `logs:${action}`, resource: groupResource(input, call) },
];
const onStream = (action: string) => (input: LogsInput, call: Call) => [
  { action: `logs:${action}`, resource: `${groupArn(input, call)}:log-stream:${input.logStreamName}` },
];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
export const permissions: Permissions = {
  CreateLogGroup: onGroup('CreateLogGroup'),
  CreateLogStream: onStream('CreateLogStream'),
  DescribeLogGroups: () => [{ action: 'logs:DescribeLogGroups', resource: '*' }],
  DescribeLogStreams: onGroup('DescribeLogStreams'),
  DescribeQueryDefinitions: () => [{ action: 'logs:DescribeQueryDefinitions', resource: '*' }],
  FilterLogEvents: onGroup('FilterLogEvents'),
  GetLogEvents: onStream('GetLogEvents'),
  // Only the service knows the log groups of a query: the operation asks for the permission itself.
  GetQueryResults: () => [],
  PutLogEvents: onStream('PutLogEvents'),
  StartQuery: ({ logGroupNames, logGroupIdentifiers, ...input }: LogsInput, call: Call) =>
    (logGroupNames ?? logGroupIdentifiers ?? [input.logGroupName]).map((logGroupName) => ({
      action: 'logs:StartQuery',
      resource: groupResource({ logGroupName }, call),
    })),
};
