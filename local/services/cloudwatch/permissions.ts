import type { Permissions } from '../../kernel/service';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const permissions: Permissions = {
  GetMetricData: () => [{ action: 'cloudwatch:GetMetricData', resource: '*' }],
  ListMetrics: () => [{ action: 'cloudwatch:ListMetrics', resource: '*' }],
  PutMetricData: ({ Namespace = '' }: { readonly Namespace?: string }) => [
    { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': Namespace } },
  ],
};
