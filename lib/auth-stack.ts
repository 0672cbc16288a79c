import { Duration, Fn, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  LambdaVersion,
  ManagedLoginVersion,
  Mfa,
  UserPool,
  UserPoolEmail,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { preTokenHandler } from '../lambda/auth/pre-token.env';
import type { Email, Stage } from './config';
import { Handler } from './constructs/handler';
import { UserPoolFirewall } from './constructs/user-pool-firewall';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';

/** Permissions increase in this order. A user may be in several groups. */
const groups = {
  viewer: 'Watches films',
  creator: 'Uploads and manages films',
  admin: 'Manages all films, ends sessions, sets age limits and reads reports',
};

/** Users, groups and sign-in. App clients are in the stacks that know their applications' addresses. */
export class AuthStack extends OmniStreamStack {
  readonly userPool: UserPool;
  /** `https://{prefix}.auth.{region}.amazoncognito.com`: the pages and OAuth 2.0 endpoints of managed login. */
  readonly loginUrl: string;

  constructor(scope: Construct, props: OmniStreamStackProps) {
    super(scope, props, { part: 'Auth', description: 'OmniStream: users, groups and sign-in', stateful: true });
    const { stage } = props;
    this.userPool = this.users(stage);
    const { mailRequestsPerTenMinutes } = stage.signIn;
    if (mailRequestsPerTenMinutes !== undefined) {
      new UserPoolFirewall(this, 'Firewall', { userPool: this.userPool, mailRequestsPerTenMinutes });
    }
    for (const [groupName, description] of Object.entries(groups)) {
      new CfnUserPoolGroup(this, groupName, { userPoolId: this.userPool.userPoolId, groupName, description });
    }

    const preToken = new Handler(this, 'PreToken', {
      stage,
      handler: preTokenHandler,
      description: 'Adds OmniStream roles to access tokens',
      environment: {},
      // Cognito waits five seconds for a trigger.
      timeout: Duration.seconds(5),
    });
    const operation = UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG;
    this.userPool.addTrigger(operation, preToken.function, LambdaVersion.V2_0);

    const stackUuid = Fn.select(2, Fn.split('/', this.stackId));
    const domainPrefix = stage.signIn.domainPrefix ?? `omnistream-${stage.name}-${stackUuid}`;
    this.loginUrl = this.userPool
      .addDomain('Domain', {
        cognitoDomain: { domainPrefix },
        managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
      })
      .baseUrl();
  }

  private users({ signIn, region, protectData, removalPolicy }: Stage): UserPool {
    const { email } = signIn;
    const userPool = new UserPool(this, 'Users', {
      email: email && sesSender(email, region),
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // A new address replaces the old one only after its verification.
      keepOriginal: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      selfSignUpEnabled: signIn.selfSignUp,
      userVerification: {
        emailSubject: 'Your code for OmniStream',
        emailBody: 'Your code for OmniStream is {####}. If you did not request it, you can ignore this message.',
      },
      userInvitation: {
        emailSubject: 'You are invited to OmniStream',
        emailBody:
          'You can sign in to OmniStream as {username} with the password {####} within three days. ' +
          'You will then choose your own password.',
      },
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
      // Managed login's newer pages, and groups in access tokens by the trigger.
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: protectData,
      removalPolicy,
    });
    Validations.of(userPool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason: 'Every user can set up a second factor; requiring one would lock out viewers to protect films alone.',
      },
      {
        id: 'AwsSolutions-COG3',
        reason: 'Threat protection needs the Plus plan, which is priced per user; the web ACL limits request rates.',
      },
      { id: 'AwsSolutions-COG8', reason: 'The Essentials plan has every feature that is used here.' },
    );
    return userPool;
  }
}

function sesSender({ from, senderName, verifiedDomain, region }: Email, stageRegion: string): UserPoolEmail {
  return UserPoolEmail.withSES({
    fromEmail: from,
    fromName: senderName,
    sesRegion: region ?? stageRegion,
    sesVerifiedDomain: verifiedDomain,
  });
}
