import type { Call, Demand, Permissions } from '../../kernel/service';

interface Input {
  readonly Name?: string;
  readonly TableName?: string;
  readonly DatabaseName?: string;
}

const arn = (call: Call, rest: string) => `arn:aws:glue:${call.region}:${call.accountId}:${rest}`;

/** Whoever reads something of the catalog needs the same permission on all that it is in. */
function demands(action: string, call: Call, ...below: readonly string[]): Demand[] {
  return ['catalog', ...below].map((rest) => ({ action: `glue:${action}`, resource: arn(call, rest) }));
}

const onTable = (action: string, name: 'Name' | 'TableName') => (input: Input, call: Call) =>
  demands(action, call, `database/${input.DatabaseName}`, `table/${input.DatabaseName}/${input[name]}`);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html */
export const permissions: Permissions = {
  GetDatabase: (input: Input, call) => demands('GetDatabase', call, `database/${input.Name}`),
  GetDatabases: (_input: Input, call) => demands('GetDatabases', call, 'database/*'),
  GetTable: onTable('GetTable', 'Name'),
  GetTables: (input: Input, call) =>
    demands('GetTables', call, `database/${input.DatabaseName}`, `table/${input.DatabaseName}/*`),
  GetTableVersion: onTable('GetTableVersion', 'TableName'),
  GetTableVersions: onTable('GetTableVersions', 'TableName'),
};
