import type { Demand, Permissions } from '../../kernel/service';

/** IAM decides on the key's ARN, which is behind an alias or within a ciphertext: the operation itself asks. */
const askedByTheOperation = (): readonly Demand[] => [];
const anything = (action: string) => (): readonly Demand[] => [{ action, resource: '*' }];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html */
export const permissions: Permissions = {
  Decrypt: askedByTheOperation,
  DescribeKey: askedByTheOperation,
  Encrypt: askedByTheOperation,
  GenerateDataKey: askedByTheOperation,
  GenerateDataKeyWithoutPlaintext: askedByTheOperation,
  GetKeyPolicy: askedByTheOperation,
  ListAliases: anything('kms:ListAliases'),
  ListKeys: anything('kms:ListKeys'),
  ReEncrypt: askedByTheOperation,
};
