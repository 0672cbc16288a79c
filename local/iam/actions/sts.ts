import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import type { ActionMap } from '../../kernel/demand';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
export const actions: ActionMap = {
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
