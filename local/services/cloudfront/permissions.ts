import type { Call, Permissions } from '../../kernel/service';

const on =
  (action: string) =>
  ({ DistributionId }: { DistributionId?: string }, { accountId }: Call) => [
    {
      action: `cloudfront:${action}`,
      resource: `arn:aws:cloudfront::${accountId}:distribution/${DistributionId}`,
    },
  ];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html */
export const permissions: Permissions = Object.fromEntries(
  ['CreateInvalidation', 'GetInvalidation', 'ListInvalidations'].map((name) => [name, on(name)]),
);
