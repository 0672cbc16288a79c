import type { Call } from '../../kernel/service';
import type { ActionMap } from '../demand';

const arn = (call: Call, workgroup: string) => `arn:aws:athena:${call.region}:${call.accountId}:workgroup/${workgroup}`;

const onWorkgroup = (action: string) => (input: { readonly WorkGroup?: string }, call: Call) => [
  { action: `athena:${action}`, resource: arn(call, input.WorkGroup ?? 'primary') },
];

/** Which workgroup a query belongs to, only the service knows: it asks for the permission itself. */
const byQuery = () => [];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonathena.html */
export const actions: ActionMap = {
  GetQueryExecution: byQuery,
  GetQueryResults: byQuery,
  GetWorkGroup: onWorkgroup('GetWorkGroup'),
  ListWorkGroups: () => [{ action: 'athena:ListWorkGroups', resource: '*' }],
  StartQueryExecution: onWorkgroup('StartQueryExecution'),
  StopQueryExecution: byQuery,
};
