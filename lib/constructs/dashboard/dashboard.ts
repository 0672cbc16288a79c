import { Stack } from 'aws-cdk-lib';
import { Grant, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnAnalysis, CfnDashboard, CfnDataSet, CfnDataSource, CfnRefreshSchedule } from 'aws-cdk-lib/aws-quicksight';
import { Construct, type IConstruct } from 'constructs';
import type { Stage } from '../../config';
import { hashedName } from '../hashed-name';
import type { Lake } from '../lake';
import { type DataSet, type DataSetName, dashboardViews, dataSetNames, dataSets, sqlOf } from './data-sets';
import { definition } from './definition';
import { owned } from './permissions';

/** The lake's views. */
type Questions = IConstruct & Pick<Lake, 'databaseName' | 'workgroupName' | 'grantQuery'>;

export interface DashboardProps {
  readonly stage: Stage;
  readonly lake: Questions;
  /** ARN of the QuickSight user or group that owns it. */
  readonly principal: string;
}

/**
 * A QuickSight dashboard about viewing and playback quality. Its data is in SPICE, QuickSight's own memory, which is
 * refreshed once a day, so opening the dashboard costs no query.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { stage, principal } = props;
    const awsAccountId = Stack.of(this).account;
    const name = `OmniStream ${stage.name}`;
    const ownId = `omnistream-${stage.name}`;
    const source = this.source(props, name, ownId);

    const arns = new Map<DataSetName, string>();
    for (const [index, key] of dataSetNames.entries()) {
      const set = this.dataSet(key, props, source, `${ownId}-${key}`);
      arns.set(key, set.attrArn);
      const refresh = new CfnRefreshSchedule(this, `${key}Refresh`, {
        awsAccountId,
        dataSetId: `${ownId}-${key}`,
        schedule: {
          scheduleId: 'daily',
          refreshType: 'FULL_REFRESH',
          scheduleFrequency: { interval: 'DAILY', timeOfTheDay: time(index), timeZone: 'UTC' },
        },
      });
      refresh.addResourceDependency(set);
    }

    const content = definition((key) => arns.get(key) as string);
    new CfnAnalysis(this, 'Analysis', {
      ...{ awsAccountId, name, analysisId: ownId },
      permissions: owned('Analysis', principal),
      definition: content,
    });
    new CfnDashboard(this, 'Dashboard', {
      ...{ awsAccountId, name, dashboardId: ownId },
      versionDescription: 'Audience and quality of the films, from the views of the lake',
      permissions: owned('Dashboard', principal),
      definition: content,
      dashboardPublishOptions: {
        adHocFilteringOption: { availabilityStatus: 'ENABLED' },
        exportToCsvOption: { availabilityStatus: 'ENABLED' },
      },
    });
  }

  /** Athena with a separate role: QuickSight's account-wide role would need access to the lake by hand. */
  private source({ lake, principal }: DashboardProps, name: string, dataSourceId: string): CfnDataSource {
    const role = new Role(this, 'Role', {
      description: 'Role of QuickSight for querying the lake',
      assumedBy: new ServicePrincipal('quicksight.amazonaws.com'),
    });
    lake.grantQuery(role, dashboardViews);
    // QuickSight's driver reads the workgroup first and streams results; AWSQuicksightAthenaAccess also lets it stop
    // queries.
    Grant.addToPrincipal({
      grantee: role,
      actions: ['athena:GetWorkGroup', 'athena:GetQueryResultsStream', 'athena:StopQueryExecution'],
      resourceArns: [
        Stack.of(this).formatArn({ service: 'athena', resource: 'workgroup', resourceName: lake.workgroupName }),
      ],
    });
    const type = 'ATHENA';
    const source = new CfnDataSource(this, 'Source', {
      awsAccountId: Stack.of(this).account,
      dataSourceId: hashedName(dataSourceId, { Type: type }),
      name,
      type,
      dataSourceParameters: { athenaParameters: { workGroup: lake.workgroupName, roleArn: role.roleArn } },
      permissions: owned('DataSource', principal),
    });
    // QuickSight tests the data source when it is created, and queries the views as soon as there are data sets.
    source.node.addDependency(role, lake);
    return source;
  }

  private dataSet(key: DataSetName, { lake, principal }: DashboardProps, source: CfnDataSource, dataSetId: string) {
    const set: DataSet = dataSets[key];
    return new CfnDataSet(this, key, {
      awsAccountId: Stack.of(this).account,
      dataSetId,
      name: set.title,
      importMode: 'SPICE',
      // QuickSight shows a query that fails or takes hours; by default it would fail the deployment.
      ingestionWaitPolicy: { waitForSpiceIngestion: false },
      physicalTableMap: {
        [key]: {
          customSql: {
            name: set.view,
            dataSourceArn: source.attrArn,
            sqlQuery: sqlOf(set, lake.databaseName),
            columns: Object.entries(set.fields).map(([column, { type }]) => ({ name: column, type })),
          },
        },
      },
      permissions: owned('DataSet', principal),
    });
  }
}

/** Refreshes after the day's last events, five minutes apart, so that queries do not run all at once. */
function time(index: number): string {
  return `03:${String(index * 5).padStart(2, '0')}`;
}
