import type { Call, Permissions } from '../../kernel/service';
import { secretArn } from './secrets';

interface SecretInput {
  readonly SecretId?: string;
}

/** IAM sees the whole ARN, whichever way the secret was named. */
const onSecret = (action: string) => (input: SecretInput, call: Call) => {
  const prefix = `arn:aws:secretsmanager:${call.region}:${call.accountId}:secret:`;
  const id = input.SecretId ?? '';
  const name = id.startsWith(prefix) ? id.slice(prefix.length) : id;
  const whole = secretArn(call.region, call.accountId, name.slice(0, -'-xxxxxx'.length));
  const resource = `${prefix}${name}` === whole ? whole : secretArn(call.region, call.accountId, name);
  return [{ action: `secretsmanager:${action}`, resource }];
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html */
export const permissions: Permissions = {
  DescribeSecret: onSecret('DescribeSecret'),
  GetSecretValue: onSecret('GetSecretValue'),
  ListSecrets: () => [{ action: 'secretsmanager:ListSecrets', resource: '*' }],
  PutSecretValue: onSecret('PutSecretValue'),
};
