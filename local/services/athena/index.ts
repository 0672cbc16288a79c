import * as sdk from '@aws-sdk/client-athena';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { Executions } from './executions';
import { getQueryResults } from './operations/get-query-results';
import { getQueryExecution, stopQueryExecution } from './operations/query-execution';
import { startQueryExecution } from './operations/start-query-execution';
import { getWorkGroup, listWorkGroups } from './operations/work-groups';
import { permissions } from './permissions';
import { workGroupProvider } from './resources';
import { WorkGroups } from './work-groups';

/**
 * Athena: SELECTs of Glue's tables and views, which DuckDB runs on the objects of S3 with the permissions of the
 * caller.
 */
export function createAthena(kernel: Kernel): LocalService {
  const groups = new WorkGroups(kernel);
  const executions = new Executions(kernel);
  return {
    wire: {
      id: 'athena',
      sdk,
      permissions,
      operations: {
        GetQueryExecution: getQueryExecution(kernel, executions),
        GetQueryResults: getQueryResults(kernel, executions),
        GetWorkGroup: getWorkGroup(groups),
        ListWorkGroups: listWorkGroups(groups),
        StartQueryExecution: startQueryExecution(kernel, groups, executions),
        StopQueryExecution: stopQueryExecution(kernel, executions),
      },
    },
    resources: { 'AWS::Athena::WorkGroup': workGroupProvider(kernel, groups, executions) },
    start: () => executions.start(),
    sweep: () => executions.sweep(),
    stop: () => executions.stop(),
  };
}
