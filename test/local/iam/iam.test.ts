import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { startLaptop } from '../../support/laptop';

test('try', async () => {
  const laptop = await startLaptop(() => []);
  const sts = new STSClient(laptop.clientConfig);
  console.log(await sts.send(new GetCallerIdentityCommand({})));
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:root' }, Action: 'sts:AssumeRole' }],
  };
  const role = await laptop.deploy('AWS::IAM::Role', 'R', { AssumeRolePolicyDocument: trust });
  console.log(
    role,
    await sts.send(new AssumeRoleCommand({ RoleArn: role.attributes.Arn as string, RoleSessionName: 'me' })),
  );
  await laptop.stop();
});
