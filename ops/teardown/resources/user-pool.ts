import {
  type CognitoIdentityProviderClient,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { plural } from '../../table';
import { type ResourceKind, type StageResource, unlessGone } from '../resource';

const gone = ['ResourceNotFoundException'];

/** User pools. Their domains, clients and groups are never retained; CloudFormation deletes them with the stack. */
export function userPools(client: (region: string) => CognitoIdentityProviderClient): ResourceKind {
  const look = async ({ region, id }: StageResource) =>
    (await unlessGone(gone, () => client(region).send(new DescribeUserPoolCommand({ UserPoolId: id }))))?.UserPool;
  return {
    async describe(resource) {
      const found = await look(resource);
      return found && `about ${plural(found.EstimatedNumberOfUsers ?? 0, 'user')}`;
    },
    async remove({ region, id }, say) {
      await unlessGone(gone, () => client(region).send(new DeleteUserPoolCommand({ UserPoolId: id })));
      say(`deleted user pool ${id}`);
    },
    isProtected: async (resource) => (await look(resource))?.DeletionProtection === 'ACTIVE',
  };
}
