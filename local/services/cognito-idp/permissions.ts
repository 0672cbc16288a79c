import type { Call, Demand, Permissions } from '../../kernel/service';

/** Users prove themselves by a password or a token; IAM is not asked. */
const unauthenticated = (): readonly Demand[] => [];

const onPool =
  (action: string) =>
  (input: { UserPoolId?: string }, { region, accountId }: Call) => [
    {
      action: `cognito-idp:${action}`,
      resource: `arn:aws:cognito-idp:${region}:${accountId}:userpool/${input.UserPoolId}`,
    },
  ];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html */
export const permissions: Permissions = {
  AdminAddUserToGroup: onPool('AdminAddUserToGroup'),
  AdminConfirmSignUp: onPool('AdminConfirmSignUp'),
  AdminCreateUser: onPool('AdminCreateUser'),
  AdminDeleteUser: onPool('AdminDeleteUser'),
  AdminDisableUser: onPool('AdminDisableUser'),
  AdminEnableUser: onPool('AdminEnableUser'),
  AdminGetUser: onPool('AdminGetUser'),
  AdminInitiateAuth: onPool('AdminInitiateAuth'),
  AdminListGroupsForUser: onPool('AdminListGroupsForUser'),
  AdminRemoveUserFromGroup: onPool('AdminRemoveUserFromGroup'),
  AdminResetUserPassword: onPool('AdminResetUserPassword'),
  AdminRespondToAuthChallenge: onPool('AdminRespondToAuthChallenge'),
  AdminSetUserMFAPreference: onPool('AdminSetUserMFAPreference'),
  AdminSetUserPassword: onPool('AdminSetUserPassword'),
  AdminUpdateUserAttributes: onPool('AdminUpdateUserAttributes'),
  AdminUserGlobalSignOut: onPool('AdminUserGlobalSignOut'),
  AssociateSoftwareToken: unauthenticated,
  ChangePassword: unauthenticated,
  ConfirmForgotPassword: unauthenticated,
  ConfirmSignUp: unauthenticated,
  DeleteUser: unauthenticated,
  DescribeUserPool: onPool('DescribeUserPool'),
  DescribeUserPoolClient: onPool('DescribeUserPoolClient'),
  ForgotPassword: unauthenticated,
  GetTokensFromRefreshToken: unauthenticated,
  GetUser: unauthenticated,
  GetUserAttributeVerificationCode: unauthenticated,
  GlobalSignOut: unauthenticated,
  InitiateAuth: unauthenticated,
  ListGroups: onPool('ListGroups'),
  ListUsers: onPool('ListUsers'),
  ListUsersInGroup: onPool('ListUsersInGroup'),
  ResendConfirmationCode: unauthenticated,
  RespondToAuthChallenge: unauthenticated,
  RevokeToken: unauthenticated,
  SetUserMFAPreference: unauthenticated,
  SignUp: unauthenticated,
  UpdateUserAttributes: unauthenticated,
  VerifySoftwareToken: unauthenticated,
  VerifyUserAttribute: unauthenticated,
};

/** The operations that need no AWS credentials. */
export const publicOperations: readonly string[] = Object.entries(permissions)
  .filter(([, permission]) => permission === unauthenticated)
  .map(([name]) => name);
