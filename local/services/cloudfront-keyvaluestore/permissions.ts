import type { Permissions } from '../../kernel/service';

const on =
  (action: string) =>
  ({ KvsARN }: { KvsARN?: string }) => [{ action: `cloudfront-keyvaluestore:${action}`, resource: KvsARN ?? '*' }];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfrontkeyvaluestore.html */
export const permissions: Permissions = Object.fromEntries(
  ['DeleteKey', 'DescribeKeyValueStore', 'GetKey', 'ListKeys', 'PutKey', 'UpdateKeys'].map((name) => [name, on(name)]),
);
