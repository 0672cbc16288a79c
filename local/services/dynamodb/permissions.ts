import type {
  BatchGetItemCommandInput,
  TransactGetItemsCommandInput,
  TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Call, Demand, Permissions } from '../../kernel/service';

/** Requests name a table by name or ARN, and an index by name. */
function demand(action: string, table: string | undefined, call: Call, index?: string): Demand {
  const name = table?.startsWith('arn:') ? table.slice(table.lastIndexOf('/') + 1) : table;
  const arn = `arn:aws:dynamodb:${call.region}:${call.accountId}:table/${name}`;
  return { action: `dynamodb:${action}`, resource: index === undefined ? arn : `${arn}/index/${index}` };
}

interface TableInput {
  readonly TableName?: string;
  readonly IndexName?: string;
}

const onTable = (action: string) => (input: TableInput, call: Call) => [demand(action, input.TableName, call)];
const onIndex = (action: string) => (input: TableInput, call: Call) => [
  demand(action, input.TableName, call, input.IndexName),
];
const onTables = (action: string) => (input: Pick<BatchGetItemCommandInput, 'RequestItems'>, call: Call) =>
  Object.keys(input.RequestItems ?? {}).map((table) => demand(action, table, call));

const transactActions = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
} as const;

function transactWrite(input: TransactWriteItemsCommandInput, call: Call): Demand[] {
  return (input.TransactItems ?? []).flatMap((item) =>
    Object.entries(transactActions).flatMap(([kind, action]) => {
      const request = item[kind as keyof typeof transactActions];
      return request ? [demand(action, request.TableName, call)] : [];
    }),
  );
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const permissions: Permissions = {
  BatchGetItem: onTables('BatchGetItem'),
  BatchWriteItem: onTables('BatchWriteItem'),
  DeleteItem: onTable('DeleteItem'),
  DescribeContinuousBackups: onTable('DescribeContinuousBackups'),
  DescribeTable: onTable('DescribeTable'),
  DescribeTimeToLive: onTable('DescribeTimeToLive'),
  GetItem: onTable('GetItem'),
  ListTables: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
  PutItem: onTable('PutItem'),
  Query: onIndex('Query'),
  Scan: onIndex('Scan'),
  TransactGetItems: (input: TransactGetItemsCommandInput, call: Call) =>
    (input.TransactItems ?? []).map(({ Get }) => demand('GetItem', Get?.TableName, call)),
  TransactWriteItems: transactWrite,
  UpdateItem: onTable('UpdateItem'),
};
