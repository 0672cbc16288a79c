import type { Call, Demand, Permissions } from '../../kernel/service';

interface Input {
  readonly StackName?: string;
}

const onStack =
  (action: string) =>
  // Without a name, DescribeStacks is about all of them.
  ({ StackName: name = '*' }: Input, { region, accountId }: Call): readonly Demand[] => {
    const resource = name.startsWith('arn:') ? name : `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/*`;
    return [{ action: `cloudformation:${action}`, resource }];
  };

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html */
export const permissions: Permissions = {
  DeleteStack: onStack('DeleteStack'),
  DescribeStacks: onStack('DescribeStacks'),
  DescribeStackResources: onStack('DescribeStackResources'),
  ListStackResources: onStack('ListStackResources'),
  ListStacks: () => [{ action: 'cloudformation:ListStacks', resource: '*' }],
};
