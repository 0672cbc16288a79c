import { Duration, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';

/** Rights grow in this order; a user may be in several groups. */
const groups = {
  viewer: 'Watches the catalogue',
  creator: 'Uploads films and looks after them',
  admin: 'Approves costs, revokes sessions, reads reports',
};

/** Who may sign in, and what they are. */
export class AuthStack extends OmniStreamStack {
  readonly userPool: UserPool;
  /** The public client of the page and of the command line: it holds no secret. */
  readonly client: UserPoolClient;

  constructor(scope: Construct, props: OmniStreamStackProps) {
    super(scope, props, { part: 'Auth', description: 'OmniStream: users, groups and sign-in', stateful: true });
    const { stage } = props;
    this.userPool = new UserPool(this, 'Users', {
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      keepOriginal: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      selfSignUpEnabled: false,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: stage.protectData,
      removalPolicy: stage.removalPolicy,
    });
    Validations.of(this.userPool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason: 'A second factor is offered to all; films are not worth locking viewers out.',
      },
      {
        id: 'AwsSolutions-COG3',
        reason: 'Threat protection needs the Plus plan, priced per user; the edge limits rates.',
      },
      { id: 'AwsSolutions-COG8', reason: 'As COG3: the Essentials plan has all that is used.' },
    );
    for (const [groupName, description] of Object.entries(groups)) {
      new CfnUserPoolGroup(this, groupName, { userPoolId: this.userPool.userPoolId, groupName, description });
    }
    this.client = this.userPool.addClient('App', {
      generateSecret: false,
      // SRP keeps the password in the browser; the command line sends it over TLS.
      authFlows: { userSrp: true, userPassword: true },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [...stage.signIn.returnUrls],
        logoutUrls: [...stage.signIn.returnUrls],
      },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.minutes(30),
      idTokenValidity: Duration.minutes(30),
      refreshTokenValidity: Duration.days(30),
    });
    if (stage.signIn.domainPrefix) {
      this.userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: stage.signIn.domainPrefix } });
    }
  }
}
