import type {
  DescribeUserPoolClientCommandInput,
  DescribeUserPoolClientCommandOutput,
  DescribeUserPoolCommandInput,
  DescribeUserPoolCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../../../kernel/service';
import { describeClient, describePool } from '../describe';
import type { Directory } from '../directory';

type Output<T> = Omit<T, '$metadata'>;

export function describe({ pools, users }: Directory) {
  return {
    DescribeUserPool(input: DescribeUserPoolCommandInput, { region }: Call): Output<DescribeUserPoolCommandOutput> {
      const pool = pools.get(input.UserPoolId, region);
      return { UserPool: describePool(pool, users.list(pool).length) };
    },

    DescribeUserPoolClient(
      input: DescribeUserPoolClientCommandInput,
      { region }: Call,
    ): Output<DescribeUserPoolClientCommandOutput> {
      const pool = pools.get(input.UserPoolId, region);
      return { UserPoolClient: describeClient(pools.client(input.ClientId, pool)) };
    },
  };
}
