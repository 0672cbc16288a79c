import type { GroupType, UserPoolClientType, UserPoolType, UserType } from '@aws-sdk/client-cognito-identity-provider';
import { listAttributes } from './attributes';
import type { Client, Group, Pool } from './pools';
import type { User } from './users';

export function describeUser(user: User, attributes?: readonly string[]): UserType & { Username: string } {
  return {
    Username: user.username,
    Attributes: listAttributes(user, attributes),
    UserCreateDate: new Date(user.createdAt),
    UserLastModifiedDate: new Date(user.updatedAt),
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

export function describeGroup({ name, poolId, description, precedence, roleArn }: Group): GroupType {
  return { GroupName: name, UserPoolId: poolId, Description: description, Precedence: precedence, RoleArn: roleArn };
}

export function describePool(pool: Pool, users: number): UserPoolType {
  return {
    Id: pool.id,
    Name: pool.name,
    Arn: pool.arn,
    Policies: { PasswordPolicy: pool.passwordPolicy },
    DeletionProtection: pool.deletionProtection as UserPoolType['DeletionProtection'],
    AutoVerifiedAttributes: [...pool.autoVerifiedAttributes] as UserPoolType['AutoVerifiedAttributes'],
    UsernameAttributes: [...pool.usernameAttributes] as UserPoolType['UsernameAttributes'],
    AliasAttributes: [...pool.aliasAttributes] as UserPoolType['AliasAttributes'],
    UsernameConfiguration: { CaseSensitive: pool.caseSensitive },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: pool.adminCreateUserOnly },
    MfaConfiguration: pool.mfa,
    SchemaAttributes: pool.schema.map(({ name, required, mutable }) => ({
      Name: name,
      Required: required,
      Mutable: mutable,
    })),
    EstimatedNumberOfUsers: users,
    ...(pool.preTokenGeneration && {
      LambdaConfig: {
        PreTokenGenerationConfig: {
          LambdaArn: pool.preTokenGeneration.functionArn,
          LambdaVersion: pool.preTokenGeneration.version,
        },
      },
    }),
  };
}

export function describeClient(client: Client): UserPoolClientType {
  return {
    ...(client.settings as Partial<UserPoolClientType>),
    ClientId: client.id,
    ClientName: client.name,
    UserPoolId: client.poolId,
    ClientSecret: client.secret,
    ExplicitAuthFlows: [...client.authFlows] as UserPoolClientType['ExplicitAuthFlows'],
    PreventUserExistenceErrors: client.preventUserExistenceErrors ? 'ENABLED' : 'LEGACY',
    EnableTokenRevocation: client.tokenRevocation,
  };
}
