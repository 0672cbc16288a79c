import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Kernel } from '../../kernel/kernel';
import { knownProperties } from '../../kernel/known-properties';
import type { LocalService, ResourceProvider } from '../../kernel/service';
import { LogGroups } from './groups';
import { type QueryDefinition, queryDefinitionProvider } from './insights/definitions';
import { insights } from './insights/operations';
import {
  createLogGroup,
  createLogStream,
  describeLogGroups,
  describeLogStreams,
  filterLogEvents,
  getLogEvents,
  putLogEvents,
} from './operations';
import { permissions } from './permissions';

export interface Logs extends LocalService {
  /** Appends lines with the current time. Creates the group and the stream if they do not exist. */
  write(region: string, group: string, stream: string, lines: readonly string[]): void;
}

/** CloudWatch Logs in files. `onLine` is called with every message. */
export function createLogs(kernel: Kernel, onLine: (region: string, line: string) => void = () => {}): Logs {
  const groups = new LogGroups(kernel);
  const definitions = kernel.store<QueryDefinition>('logs', 'query-definitions');
  return {
    write(region, name, stream, lines) {
      if (lines.length === 0) return;
      if (!groups.get(region, name)) groups.put({ name, region });
      const group = groups.find(region, name);
      if (!groups.hasStream(group, stream)) groups.addStream(group, stream);
      const timestamp = kernel.now();
      groups.append(
        group,
        stream,
        lines.map((message) => ({ timestamp, message })),
      );
      for (const line of lines) onLine(region, line);
    },
    wire: {
      id: 'logs',
      sdk,
      permissions,
      operations: {
        CreateLogGroup: createLogGroup(groups),
        CreateLogStream: createLogStream(groups),
        DescribeLogGroups: describeLogGroups(groups),
        DescribeLogStreams: describeLogStreams(groups),
        FilterLogEvents: filterLogEvents(groups),
        GetLogEvents: getLogEvents(groups),
        PutLogEvents: putLogEvents(groups, onLine),
        ...insights(groups, definitions),
      },
    },
    sweep: () => groups.sweep(),
    resources: {
      'AWS::Logs::LogGroup': logGroupProvider(groups),
      'AWS::Logs::LogStream': logStreamProvider(groups),
      'AWS::Logs::QueryDefinition': queryDefinitionProvider(kernel, definitions),
      'AWS::Logs::ResourcePolicy': resourcePolicyProvider,
    },
  };
}

interface LogGroupProperties {
  readonly LogGroupName?: string;
  readonly RetentionInDays?: number | string;
  readonly KmsKeyId?: string;
}

/** `AWS::Logs::LogGroup` */
function logGroupProvider(groups: LogGroups): ResourceProvider<LogGroupProperties> {
  return {
    identify(resource) {
      const name = resource.properties.LogGroupName ?? resource.name;
      const Arn = `arn:aws:logs:${resource.region}:${resource.accountId}:log-group:${name}:*`;
      return { ref: name, attributes: { Arn } };
    },
    deploy(resource) {
      // Log classes differ in price, and deletion protection has no effect on a laptop.
      knownProperties(resource, [
        'LogGroupName',
        'RetentionInDays',
        'KmsKeyId',
        'LogGroupClass',
        'DeletionProtectionEnabled',
        'Tags',
      ]);
      const { LogGroupName, RetentionInDays, KmsKeyId } = resource.properties;
      groups.put({
        name: LogGroupName ?? resource.name,
        region: resource.region,
        retentionDays: RetentionInDays === undefined ? undefined : Number(RetentionInDays),
        key: KmsKeyId,
      });
      return undefined;
    },
    destroy({ properties, name, region }) {
      groups.remove(region, properties.LogGroupName ?? name);
    },
  };
}

interface LogStreamProperties {
  readonly LogGroupName: string;
  readonly LogStreamName?: string;
}

/** `AWS::Logs::LogStream` */
function logStreamProvider(groups: LogGroups): ResourceProvider<LogStreamProperties> {
  return {
    identify: ({ properties, name }) => ({ ref: properties.LogStreamName ?? name }),
    deploy(resource) {
      knownProperties(resource, ['LogGroupName', 'LogStreamName']);
      const { LogGroupName, LogStreamName = resource.name } = resource.properties;
      const group = groups.find(resource.region, LogGroupName);
      if (!groups.hasStream(group, LogStreamName)) groups.addStream(group, LogStreamName);
      return undefined;
    },
  };
}

/**
 * `AWS::Logs::ResourcePolicy` allows AWS's services to write to groups. The laptop's own services need no such
 * permission.
 */
const resourcePolicyProvider: ResourceProvider<{ readonly PolicyName: string }> = {
  identify: ({ properties }) => ({ ref: properties.PolicyName }),
  deploy(resource) {
    knownProperties(resource, ['PolicyName', 'PolicyDocument']);
    return undefined;
  },
};
