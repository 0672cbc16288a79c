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
  readonly BackupArn?: string;
  readonly TargetTableName?: string;
  readonly SourceTableName?: string;
  readonly SourceTableArn?: string;
  readonly IndexName?: string;
}

const onTable = (action: string) => (input: TableInput, call: Call) => [demand(action, input.TableName, call)];
const onIndex = (action: string) => (input: TableInput, call: Call) => [
  demand(action, input.TableName, call, input.IndexName),
];
const onBackup = (action: string) => (input: TableInput) => [
  { action: `dynamodb:${action}`, resource: input.BackupArn ?? '*' },
];

/**
 * What DynamoDB does with the caller's permissions while it fills a restored table (developer guide, "Using IAM with
 * DynamoDB backup and restore").
 */
const filling = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];

function restore(action: string, source: string | undefined, input: TableInput, call: Call): Demand[] {
  const own = input.BackupArn === undefined ? [] : onBackup(action)(input);
  const table = input.BackupArn === undefined ? source : input.TargetTableName;
  return [
    ...[...own, demand(action, table, call)],
    ...filling.map((each) => demand(each, input.TargetTableName, call)),
  ];
}

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
  CreateBackup: onTable('CreateBackup'),
  DeleteBackup: onBackup('DeleteBackup'),
  DeleteItem: onTable('DeleteItem'),
  DeleteTable: onTable('DeleteTable'),
  DescribeBackup: onBackup('DescribeBackup'),
  DescribeContinuousBackups: onTable('DescribeContinuousBackups'),
  DescribeTable: onTable('DescribeTable'),
  DescribeTimeToLive: onTable('DescribeTimeToLive'),
  GetItem: onTable('GetItem'),
  ListBackups: () => [{ action: 'dynamodb:ListBackups', resource: '*' }],
  ListTables: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
  PutItem: onTable('PutItem'),
  Query: onIndex('Query'),
  RestoreTableFromBackup: (input: TableInput, call: Call) => restore('RestoreTableFromBackup', undefined, input, call),
  RestoreTableToPointInTime: (input: TableInput, call: Call) =>
    restore('RestoreTableToPointInTime', input.SourceTableName ?? input.SourceTableArn, input, call),
  Scan: onIndex('Scan'),
  TransactGetItems: (input: TransactGetItemsCommandInput, call: Call) =>
    (input.TransactItems ?? []).map(({ Get }) => demand('GetItem', Get?.TableName, call)),
  TransactWriteItems: transactWrite,
  UpdateItem: onTable('UpdateItem'),
};
