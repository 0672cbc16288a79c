import { Duration } from 'aws-cdk-lib';
import {
  CfnManagedLoginBranding,
  ClientAttributes,
  OAuthScope,
  type UserPool,
  UserPoolClient,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';

export interface AppClientProps {
  readonly userPool: UserPool;
  /** Scheme and host of the page: managed login returns to its root, and nowhere else. */
  readonly origin: string;
}

/**
 * The page and the command line, as the user pool knows them: a public client, which holds no secret. The page signs in
 * by code and PKCE, the command line by SRP; no flow is open that sends a password to an API.
 */
export class AppClient extends Construct {
  readonly clientId: string;

  constructor(scope: Construct, id: string, { userPool, origin }: AppClientProps) {
    super(scope, id);
    const returnUrls = [`${origin}/`];
    const email = new ClientAttributes().withStandardAttributes({ email: true });
    const client = new UserPoolClient(this, 'App', {
      userPool,
      generateSecret: false,
      authFlows: { userSrp: true },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        // The last one lets users sign out everywhere, and set up a second factor.
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.COGNITO_ADMIN],
        callbackUrls: returnUrls,
        logoutUrls: returnUrls,
      },
      readAttributes: email.withStandardAttributes({ emailVerified: true }),
      writeAttributes: email,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.minutes(30),
      idTokenValidity: Duration.minutes(30),
      refreshTokenValidity: Duration.days(30),
      // Each refresh token is good for one refresh, and for repeats of it when the answer was lost on the way.
      refreshTokenRotationGracePeriod: Duration.seconds(30),
    });
    this.clientId = client.userPoolClientId;
    // Managed login's newer pages are not shown for a client without a style.
    new CfnManagedLoginBranding(this, 'Style', {
      userPoolId: userPool.userPoolId,
      clientId: this.clientId,
      useCognitoProvidedValues: true,
    });
  }
}
