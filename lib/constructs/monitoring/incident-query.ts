import type { Stack } from 'aws-cdk-lib';
import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Stage } from '../../config';
import { logGroupsOf } from './resources';

export interface IncidentQueryProps {
  readonly stage: Stage;
  /** The stacks whose log groups are read. */
  readonly read: readonly Stack[];
}

/** What an operator replaces by an id. */
export const idPlaceholder = 'PASTE-AN-ID';

/** StartQuery: the maximum of log groups. */
const mostGroups = 50;

/**
 * The fields of functions, of the API's access log, and of the workflow's log, in this order. A row leaves out the fields
 * that its line does not have.
 */
const fields = [
  ...['@timestamp', 'function_name', 'level', 'message', 'correlation_id', 'request_id', 'assetId', 'run', 'sessionId'],
  ...['route', 'status', 'outcome', 'jobId', 'purpose', 'language', 'error.name', 'error.message'],
  ...['routeKey', 'requestId'],
  ...['type', 'details.name'],
];

/**
 * The way of one asset, request or playback session through all logs of the stage, in order, as a saved query of Logs
 * Insights. It searches whole lines, so that one query serves for each kind of id, wherever a line contains it.
 */
const incidentQuery = [
  `fields ${fields.join(', ')}`,
  `filter @message like "${idPlaceholder}"`,
  'sort @timestamp asc',
  'limit 1000',
].join('\n| ');

/** The saved query of incidents: docs/runbook.md#one-asset-request-or-session. */
export class IncidentQuery extends Construct {
  constructor(scope: Construct, id: string, { stage, read }: IncidentQueryProps) {
    super(scope, id);
    const groups = read.flatMap(logGroupsOf);
    if (groups.length > mostGroups) {
      throw new Error(
        `A query of Logs Insights reads at most ${mostGroups} log groups, and the stage has ${groups.length}`,
      );
    }
    new CfnQueryDefinition(this, 'Query', {
      // Slashes are folders in the console.
      name: `OmniStream/${stage.name}/One asset, request or session`,
      queryString: incidentQuery,
      logGroupNames: groups.map((group) => group.logGroupName),
    });
  }
}
