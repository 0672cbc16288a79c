import type { Kernel } from '../../kernel/kernel';
import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../kernel/service';
import { clientResource } from './client-resource';
import { type Pool, type Pools, stableId } from './pools';
import { forgetSecrets, poolSecrets } from './secrets';
import type { User, Users } from './users';

interface PoolProperties {
  readonly UserPoolName?: string;
  readonly UsernameAttributes?: readonly string[];
  readonly AliasAttributes?: readonly string[];
  readonly AutoVerifiedAttributes?: readonly string[];
  readonly UsernameConfiguration?: { readonly CaseSensitive?: boolean | string };
  readonly AdminCreateUserConfig?: {
    readonly AllowAdminCreateUserOnly?: boolean | string;
    readonly InviteMessageTemplate?: { readonly EmailMessage?: string; readonly EmailSubject?: string };
  };
  readonly Policies?: { readonly PasswordPolicy?: Partial<Pool['passwordPolicy']> };
  readonly Schema?: readonly { readonly Name: string; readonly Required?: boolean; readonly Mutable?: boolean }[];
  readonly VerificationMessageTemplate?: {
    readonly DefaultEmailOption?: string;
    readonly EmailMessage?: string;
    readonly EmailSubject?: string;
  };
  readonly EmailVerificationMessage?: string;
  readonly EmailVerificationSubject?: string;
  readonly UserAttributeUpdateSettings?: { readonly AttributesRequireVerificationBeforeUpdate?: readonly string[] };
  readonly EmailConfiguration?: { readonly EmailSendingAccount?: string };
  readonly MfaConfiguration?: Pool['mfa'];
  readonly EnabledMfas?: readonly string[];
  readonly DeletionProtection?: string;
  readonly LambdaConfig?: {
    readonly PreTokenGeneration?: string;
    readonly PreTokenGenerationConfig?: {
      readonly LambdaArn: string;
      readonly LambdaVersion: 'V1_0' | 'V2_0' | 'V3_0';
    };
  };
}

/**
 * Properties without an effect here: text messages, what threat protection costs, and features that users here
 * cannot use.
 */
const withoutLocalMeaning = [
  ...['AccountRecoverySetting', 'DeviceConfiguration', 'SmsConfiguration'],
  ...['SmsAuthenticationMessage', 'SmsVerificationMessage', 'UserPoolAddOns'],
  ...['UserPoolTags', 'UserPoolTier'],
];
const supportedProperties = [
  ...['UserAttributeUpdateSettings', 'EmailConfiguration'],
  ...['UserPoolName', 'UsernameAttributes', 'AliasAttributes', 'AutoVerifiedAttributes', 'UsernameConfiguration'],
  ...['AdminCreateUserConfig', 'Policies', 'Schema', 'VerificationMessageTemplate', 'EmailVerificationMessage'],
  ...[
    'EmailVerificationSubject',
    'EnabledMfas',
    'MfaConfiguration',
    'DeletionProtection',
    'LambdaConfig',
    ...withoutLocalMeaning,
  ],
];

const isTrue = (value: boolean | string | undefined) => value === true || value === 'true';

function poolId({ accountId, region, stackName, logicalId }: Resource): string {
  return `${region}_${stableId(`pool/${accountId}/${region}/${stackName}/${logicalId}`, 9, 62)}`;
}

const arnOf = (resource: Resource) =>
  `arn:aws:cognito-idp:${resource.region}:${resource.accountId}:userpool/${poolId(resource)}`;

/** Refuses properties that would admit other users than AWS does. */
function refuseUnknown(resource: Resource<PoolProperties>): void {
  knownProperties(resource, supportedProperties);
  const { properties } = resource;
  const factor = (properties.EnabledMfas ?? []).find((name) => name !== 'SOFTWARE_TOKEN_MFA');
  if (factor) throw unsupported(resource, 'EnabledMfas', `'${factor}' is not supported by this runtime`);
  for (const name of ['UsernameAttributes', 'AliasAttributes', 'AutoVerifiedAttributes'] as const) {
    const other = (properties[name] ?? []).find((attribute) => attribute !== 'email');
    if (other) throw unsupported(resource, name, `'${other}' is not supported by this runtime`);
  }
  if (properties.VerificationMessageTemplate?.DefaultEmailOption === 'CONFIRM_WITH_LINK') {
    throw unsupported(resource, 'VerificationMessageTemplate', 'CONFIRM_WITH_LINK is not supported by this runtime');
  }
  const trigger = Object.keys(properties.LambdaConfig ?? {}).find((name) => !name.startsWith('PreTokenGeneration'));
  if (trigger) throw unsupported(resource, `LambdaConfig.${trigger}`);
}

/** Defaults: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpool.html */
function toPool(resource: Resource<PoolProperties>, secrets: Pool['secrets']): Pool {
  const { properties, region } = resource;
  const { AdminCreateUserConfig: create, VerificationMessageTemplate: verification, LambdaConfig: lambda } = properties;
  const oneTrigger = lambda?.PreTokenGenerationConfig;
  const functionArn = oneTrigger?.LambdaArn ?? lambda?.PreTokenGeneration;
  const policy = properties.Policies?.PasswordPolicy ?? {};
  return {
    id: poolId(resource),
    name: properties.UserPoolName ?? resource.name,
    arn: arnOf(resource),
    region,
    usernameAttributes: properties.UsernameAttributes ?? [],
    aliasAttributes: properties.AliasAttributes ?? [],
    autoVerifiedAttributes: properties.AutoVerifiedAttributes ?? [],
    verifiedBeforeUpdate: properties.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [],
    caseSensitive: isTrue(properties.UsernameConfiguration?.CaseSensitive ?? true),
    adminCreateUserOnly: isTrue(create?.AllowAdminCreateUserOnly),
    passwordPolicy: {
      MinimumLength: Number(policy.MinimumLength ?? 8),
      RequireLowercase: isTrue(policy.RequireLowercase ?? true),
      RequireNumbers: isTrue(policy.RequireNumbers ?? true),
      RequireSymbols: isTrue(policy.RequireSymbols ?? true),
      RequireUppercase: isTrue(policy.RequireUppercase ?? true),
      TemporaryPasswordValidityDays: Number(policy.TemporaryPasswordValidityDays ?? 7),
    },
    schema: (properties.Schema ?? []).map(({ Name, Required, Mutable }) => ({
      name: Name,
      required: isTrue(Required),
      mutable: isTrue(Mutable ?? true),
    })),
    verification: {
      subject: verification?.EmailSubject ?? properties.EmailVerificationSubject ?? 'Your verification code',
      message: verification?.EmailMessage ?? properties.EmailVerificationMessage ?? 'Your confirmation code is {####}',
    },
    invitation: {
      subject: create?.InviteMessageTemplate?.EmailSubject ?? 'Your temporary password',
      message:
        create?.InviteMessageTemplate?.EmailMessage ?? 'Your username is {username} and temporary password is {####}',
    },
    sendsBySes: properties.EmailConfiguration?.EmailSendingAccount === 'DEVELOPER',
    mfa: properties.MfaConfiguration ?? 'OFF',
    softwareToken: (properties.EnabledMfas ?? []).includes('SOFTWARE_TOKEN_MFA'),
    deletionProtection: properties.DeletionProtection ?? 'INACTIVE',
    ...(functionArn && { preTokenGeneration: { functionArn, version: oneTrigger?.LambdaVersion ?? 'V1_0' } }),
    secrets,
  };
}

interface GroupProperties {
  readonly GroupName?: string;
  readonly UserPoolId: string;
  readonly Description?: string;
  readonly Precedence?: number;
  readonly RoleArn?: string;
}

interface DomainProperties {
  readonly Domain: string;
  readonly UserPoolId: string;
}

export function cognitoResources(
  kernel: Kernel,
  pools: Pools,
  users: Users,
  deleteUser: (pool: Pool, user: User) => void,
): Readonly<Record<string, ResourceProvider>> {
  const userPool: ResourceProvider<PoolProperties> = {
    identify(resource) {
      const id = poolId(resource);
      const provider = `cognito-idp.${resource.region}.amazonaws.com/${id}`;
      return {
        ref: id,
        attributes: {
          Arn: arnOf(resource),
          ProviderName: provider,
          ProviderURL: `https://${provider}`,
          UserPoolId: id,
        },
      };
    },
    async deploy(resource) {
      refuseUnknown(resource);
      pools.put(toPool(resource, await poolSecrets(kernel, poolId(resource))));
      return undefined;
    },
    destroy(resource) {
      const pool = pools.find(poolId(resource));
      if (!pool) return;
      pools.remove(pool);
      for (const user of users.list(pool)) deleteUser(pool, user);
      forgetSecrets(kernel, pool.id);
    },
  };

  const group: ResourceProvider<GroupProperties> = {
    identify: ({ properties, name }) => ({ ref: properties.GroupName ?? name }),
    deploy(resource) {
      knownProperties(resource, ['GroupName', 'UserPoolId', 'Description', 'Precedence', 'RoleArn']);
      const { GroupName: name = resource.name, UserPoolId, Description, Precedence, RoleArn } = resource.properties;
      pools.putGroup({
        name,
        poolId: pools.get(UserPoolId).id,
        description: Description,
        precedence: Precedence === undefined ? undefined : Number(Precedence),
        roleArn: RoleArn,
      });
      return undefined;
    },
  };

  const domain: ResourceProvider<DomainProperties> = {
    identify: ({ properties }) => ({
      ref: properties.Domain,
      attributes: { CloudFrontDistribution: '', Domain: properties.Domain },
    }),
    deploy(resource) {
      // All versions of the pages look the same here.
      knownProperties(resource, ['Domain', 'UserPoolId', 'ManagedLoginVersion']);
      const { Domain: name, UserPoolId } = resource.properties;
      if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name) || /aws|amazon|cognito/.test(name)) {
        throw unsupported(resource, 'Domain', `'${name}' is not a valid prefix of a domain`);
      }
      pools.putDomain(name, pools.get(UserPoolId));
      return undefined;
    },
    destroy({ properties }) {
      pools.removeDomain(properties.Domain);
    },
  };

  return {
    'AWS::Cognito::UserPool': userPool,
    'AWS::Cognito::UserPoolClient': clientResource(kernel, pools),
    'AWS::Cognito::UserPoolGroup': group,
    'AWS::Cognito::UserPoolDomain': domain,
  };
}
