import {
  DescribeAccountSubscriptionCommand,
  DescribeGroupCommand,
  DescribeUserCommand,
  QuickSightClient,
} from '@aws-sdk/client-quicksight';
import type { Account } from './account';

/** `arn:aws:quicksight:{region}:{account}:user/{namespace}/{name}`; a user's name may contain slashes. */
const principalForm = /^arn:aws[\w-]*:quicksight:([\w-]+):(\d{12}):(user|group)\/([^/]+)\/(.+)$/;

export function quickSight(account: string): Pick<Account, 'quickSightEdition' | 'hasQuickSightPrincipal'> {
  return {
    async quickSightEdition(region) {
      const client = new QuickSightClient({ region, maxAttempts: 3 });
      try {
        const { AccountInfo } = await client.send(new DescribeAccountSubscriptionCommand({ AwsAccountId: account }));
        return AccountInfo?.Edition;
      } catch (error) {
        if ((error as Error).name === 'ResourceNotFoundException') return undefined;
        throw error;
      }
    },
    async hasQuickSightPrincipal(arn) {
      const [, region = '', AwsAccountId, kind, Namespace, name] = principalForm.exec(arn) ?? [];
      const client = new QuickSightClient({ region, maxAttempts: 3 });
      const where = { AwsAccountId, Namespace };
      try {
        if (kind === 'user') await client.send(new DescribeUserCommand({ ...where, UserName: name }));
        else await client.send(new DescribeGroupCommand({ ...where, GroupName: name }));
        return true;
      } catch (error) {
        if ((error as Error).name === 'ResourceNotFoundException') return false;
        throw error;
      }
    },
  };
}
