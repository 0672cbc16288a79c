import type {
  CreateLogGroupCommandInput,
  CreateLogStreamCommandInput,
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput,
  DescribeLogStreamsCommandInput,
  DescribeLogStreamsCommandOutput,
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
  GetLogEventsCommandInput,
  GetLogEventsCommandOutput,
  PutLogEventsCommandInput,
  PutLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Call, ServiceError } from '../../kernel/service';
import { containsAll } from './filter';
import type { LogGroup, LogGroups } from './groups';

/** The maximum number of events on a page (API reference, FilterLogEvents and GetLogEvents). */
const maxEvents = 10_000;
/** The maximum number of events in a batch, and its bytes, with 26 added for each event (PutLogEvents). */
const maxBatchBytes = 1_048_576;
const eventOverhead = 26;

function streamOf(groups: LogGroups, group: LogGroup, name: string | undefined): string {
  if (name !== undefined && groups.hasStream(group, name)) return name;
  throw new ServiceError('ResourceNotFoundException', 'The specified log stream does not exist.');
}

export function createLogGroup(groups: LogGroups) {
  return (input: CreateLogGroupCommandInput, call: Call): object => {
    const name = input.logGroupName ?? '';
    if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) throw invalid(`'${name}' is not a valid name of a log group`);
    if (groups.get(call.region, name)) {
      throw new ServiceError('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    groups.put({ name, region: call.region, key: input.kmsKeyId });
    return {};
  };
}

export function createLogStream(groups: LogGroups) {
  return (input: CreateLogStreamCommandInput, call: Call): object => {
    const group = groups.find(call.region, input.logGroupName);
    const name = input.logStreamName ?? '';
    if (!/^[^:*]{1,512}$/.test(name)) throw invalid(`'${name}' is not a valid name of a log stream`);
    if (groups.hasStream(group, name)) {
      throw new ServiceError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    }
    groups.addStream(group, name);
    return {};
  };
}

export function putLogEvents(groups: LogGroups, onLine: (region: string, line: string) => void) {
  return (input: PutLogEventsCommandInput, call: Call): Omit<PutLogEventsCommandOutput, '$metadata'> => {
    const group = groups.find(call.region, input.logGroupName);
    const stream = streamOf(groups, group, input.logStreamName);
    const events = (input.logEvents ?? []).map(({ timestamp = 0, message = '' }) => ({ timestamp, message }));
    const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + eventOverhead, 0);
    if (events.length === 0 || events.length > maxEvents || bytes > maxBatchBytes) {
      throw invalid(`A batch must have 1 to ${maxEvents} events and at most ${maxBatchBytes} bytes`);
    }
    if (events.some(({ timestamp }, index) => timestamp < (events[index - 1]?.timestamp ?? 0))) {
      throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
    }
    groups.append(group, stream, events);
    for (const { message } of events) onLine(call.region, message);
    return {};
  };
}

export function getLogEvents(groups: LogGroups) {
  return (input: GetLogEventsCommandInput, call: Call): Omit<GetLogEventsCommandOutput, '$metadata'> => {
    const group = groups.find(call.region, input.logGroupName ?? input.logGroupIdentifier);
    groups.authorizeRead(group, call);
    const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = maxEvents } = input;
    const events = groups
      .read(group, streamOf(groups, group, input.logStreamName))
      .filter(({ timestamp }) => timestamp >= startTime && timestamp < endTime);
    // A token consists of the direction and the number of events before the page's end.
    const [, direction, at] = /^([fb])\/(\d+)$/.exec(input.nextToken ?? '') ?? [];
    if (input.nextToken !== undefined && at === undefined) throw invalid('The specified nextToken is invalid.');
    const start =
      at === undefined
        ? input.startFromHead
          ? 0
          : Math.max(0, events.length - limit)
        : direction === 'f'
          ? Number(at)
          : Math.max(0, Number(at) - limit);
    const end = direction === 'b' ? Number(at) : Math.min(events.length, start + limit);
    return {
      events: events
        .slice(start, end)
        .map(({ timestamp, ingestedAt, message }) => ({ timestamp, ingestionTime: ingestedAt, message })),
      nextForwardToken: `f/${end}`,
      nextBackwardToken: `b/${start}`,
    };
  };
}

export function filterLogEvents(groups: LogGroups) {
  return (input: FilterLogEventsCommandInput, call: Call): Omit<FilterLogEventsCommandOutput, '$metadata'> => {
    const group = groups.find(call.region, input.logGroupName ?? input.logGroupIdentifier);
    groups.authorizeRead(group, call);
    const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = maxEvents, logStreamNamePrefix = '' } = input;
    const matches = containsAll(input.filterPattern);
    const names =
      input.logStreamNames?.map((name) => streamOf(groups, group, name)) ??
      groups.streamsOf(group).map(({ name }) => name);
    const events = names
      .filter((name) => name.startsWith(logStreamNamePrefix))
      .flatMap((name) => groups.read(group, name).map((event, index) => ({ ...event, name, index })))
      .filter(({ timestamp, message }) => timestamp >= startTime && timestamp <= endTime && matches(message))
      .sort((a, b) => a.timestamp - b.timestamp);
    const start = Number(input.nextToken ?? 0);
    if (!Number.isInteger(start) || start < 0) throw invalid('The specified nextToken is invalid.');
    const page = events.slice(start, start + limit);
    return {
      events: page.map(({ timestamp, ingestedAt, message, name, index }) => ({
        eventId: `${timestamp}/${name}/${index}`,
        logStreamName: name,
        timestamp,
        ingestionTime: ingestedAt,
        message,
      })),
      nextToken: start + page.length < events.length ? String(start + page.length) : undefined,
    };
  };
}

const groupArn = (call: Call, name: string) => `arn:aws:logs:${call.region}:${call.accountId}:log-group:${name}`;

export function describeLogGroups(groups: LogGroups) {
  return (input: DescribeLogGroupsCommandInput, call: Call): Omit<DescribeLogGroupsCommandOutput, '$metadata'> => ({
    logGroups: groups
      .all(call.region)
      .filter(({ name }) => name.startsWith(input.logGroupNamePrefix ?? ''))
      .map(({ name, retentionDays, key, createdAt }) => ({
        logGroupName: name,
        arn: `${groupArn(call, name)}:*`,
        logGroupArn: groupArn(call, name),
        creationTime: createdAt,
        retentionInDays: retentionDays,
        kmsKeyId: key,
      })),
  });
}

export function describeLogStreams(groups: LogGroups) {
  return (input: DescribeLogStreamsCommandInput, call: Call): Omit<DescribeLogStreamsCommandOutput, '$metadata'> => {
    const group = groups.find(call.region, input.logGroupName ?? input.logGroupIdentifier);
    return {
      logStreams: groups
        .streamsOf(group)
        .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ''))
        .map(({ name, createdAt }) => ({
          logStreamName: name,
          arn: `${groupArn(call, group.name)}:log-stream:${name}`,
          creationTime: createdAt,
        })),
    };
  };
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}
