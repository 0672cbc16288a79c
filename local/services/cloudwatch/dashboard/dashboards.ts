import type {
  DeleteDashboardsCommandInput,
  GetDashboardCommandInput,
  GetDashboardCommandOutput,
  ListDashboardsCommandInput,
  ListDashboardsCommandOutput,
  PutDashboardCommandInput,
} from '@aws-sdk/client-cloudwatch';
import type { Kernel } from '../../../kernel/kernel';
import { type Operation, ServiceError } from '../../../kernel/service';
import type { Store } from '../../../kernel/store';
import { checkBody } from './body';

interface Dashboard {
  readonly name: string;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

export const dashboardArn = (accountId: string, name: string) => `arn:aws:cloudwatch::${accountId}:dashboard/${name}`;

/** The account's dashboards, which belong to no region. They are stored and not drawn. */
export class Dashboards {
  private readonly kept: Store<Dashboard>;

  constructor(private readonly kernel: Kernel) {
    this.kept = kernel.store<Dashboard>('cloudwatch', 'dashboards');
  }

  /** Throws `DashboardInvalidInputError`. */
  put(name: string, body: string): void {
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) {
      throw new ServiceError('DashboardInvalidInputError', `'${name}' is not a valid name of a dashboard`);
    }
    checkBody(body);
    this.kept.put(name, { name, body, modifiedAt: this.kernel.now() });
  }

  /** Throws `DashboardNotFoundError`. */
  get(name: string): Dashboard {
    const known = this.kept.get(name);
    if (!known) throw new ServiceError('DashboardNotFoundError', `Dashboard ${name} does not exist`, 404);
    return known;
  }

  remove(name: string): void {
    this.kept.delete(name);
  }

  list(): Dashboard[] {
    const all = this.kept.entries().map(([, dashboard]) => dashboard);
    return all.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

export function dashboardOperations(dashboards: Dashboards): Readonly<Record<string, Operation>> {
  return {
    PutDashboard: ({ DashboardName = '', DashboardBody = '' }: PutDashboardCommandInput) => {
      dashboards.put(DashboardName, DashboardBody);
      return { DashboardValidationMessages: [] };
    },
    GetDashboard: (input: GetDashboardCommandInput, { accountId }): Omit<GetDashboardCommandOutput, '$metadata'> => {
      const { name, body } = dashboards.get(input.DashboardName ?? '');
      return { DashboardArn: dashboardArn(accountId, name), DashboardBody: body, DashboardName: name };
    },
    ListDashboards: (
      { DashboardNamePrefix = '' }: ListDashboardsCommandInput,
      { accountId },
    ): Omit<ListDashboardsCommandOutput, '$metadata'> => ({
      DashboardEntries: dashboards
        .list()
        .filter(({ name }) => name.startsWith(DashboardNamePrefix))
        .map(({ name, body, modifiedAt }) => ({
          DashboardName: name,
          DashboardArn: dashboardArn(accountId, name),
          LastModified: new Date(modifiedAt),
          Size: Buffer.byteLength(body),
        })),
    }),
    DeleteDashboards: ({ DashboardNames = [] }: DeleteDashboardsCommandInput) => {
      for (const name of DashboardNames) dashboards.get(name);
      for (const name of DashboardNames) dashboards.remove(name);
      return {};
    },
  };
}
