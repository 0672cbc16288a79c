/**
 * Permissions of owners for each kind of resource. QuickSight only accepts its own sets of actions; these are the owners'
 * sets in https://docs.aws.amazon.com/quicksight/latest/developerguide/resource-permissions.html
 */
const actions = {
  DataSource: [
    'DescribeDataSource',
    'DescribeDataSourcePermissions',
    'PassDataSource',
    'UpdateDataSource',
    'DeleteDataSource',
    'UpdateDataSourcePermissions',
  ],
  DataSet: [
    'DescribeDataSet',
    'DescribeDataSetPermissions',
    'PassDataSet',
    'DescribeIngestion',
    'ListIngestions',
    'UpdateDataSet',
    'DeleteDataSet',
    'CreateIngestion',
    'CancelIngestion',
    'UpdateDataSetPermissions',
  ],
  Analysis: [
    'DescribeAnalysis',
    'DescribeAnalysisPermissions',
    'QueryAnalysis',
    'UpdateAnalysis',
    'UpdateAnalysisPermissions',
    'DeleteAnalysis',
    'RestoreAnalysis',
  ],
  Dashboard: [
    'DescribeDashboard',
    'DescribeDashboardPermissions',
    'ListDashboardVersions',
    'QueryDashboard',
    'UpdateDashboard',
    'UpdateDashboardPermissions',
    'UpdateDashboardPublishedVersion',
    'DeleteDashboard',
  ],
} as const;

export function owned(kind: keyof typeof actions, principal: string) {
  return [{ principal, actions: actions[kind].map((action) => `quicksight:${action}`) }];
}
