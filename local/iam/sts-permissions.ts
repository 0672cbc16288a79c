import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import type { Permissions } from '../kernel/service';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
export const permissions: Permissions = {
  // Everybody may ask who they are.
  GetCallerIdentity: () => [],
  AssumeRole: ({ RoleArn = '', RoleSessionName = '', ExternalId }: AssumeRoleCommandInput) => [
    {
      action: 'sts:AssumeRole',
      resource: RoleArn,
      context: { 'sts:RoleSessionName': RoleSessionName, ...(ExternalId && { 'sts:ExternalId': ExternalId }) },
    },
  ],
};
