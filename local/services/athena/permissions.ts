import type { StartQueryExecutionCommandInput } from '@aws-sdk/client-athena';
import type { Call, Permissions } from '../../kernel/service';

const arn = (call: Call, kind: 'workgroup' | 'datacatalog', name: string) =>
  `arn:aws:athena:${call.region}:${call.accountId}:${kind}/${name}`;

const onWorkgroup = (action: string) => (input: { readonly WorkGroup?: string }, call: Call) => [
  { action: `athena:${action}`, resource: arn(call, 'workgroup', input.WorkGroup ?? 'primary') },
];

/** Starting a query also looks its data catalog up: user guide, "Data Catalog Example Policies". */
const startQuery = (input: StartQueryExecutionCommandInput, call: Call) => [
  ...onWorkgroup('StartQueryExecution')(input, call),
  {
    action: 'athena:GetDataCatalog',
    resource: arn(call, 'datacatalog', input.QueryExecutionContext?.Catalog ?? 'AwsDataCatalog'),
  },
];

/** Which workgroup a query belongs to, only the service knows: it asks for the permission itself. */
const byQuery = () => [];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonathena.html */
export const permissions: Permissions = {
  GetQueryExecution: byQuery,
  GetQueryResults: byQuery,
  GetWorkGroup: onWorkgroup('GetWorkGroup'),
  ListWorkGroups: () => [{ action: 'athena:ListWorkGroups', resource: '*' }],
  StartQueryExecution: startQuery,
  StopQueryExecution: byQuery,
};
