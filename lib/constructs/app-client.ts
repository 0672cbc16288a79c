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

/** Validity of access tokens. One that was issued to a user who is then deleted stays valid until it expires. */
export const accessTokenMinutes = 30;

export interface AppClientProps {
  readonly userPool: UserPool;
  /** Scheme and host of the page. Managed login only redirects to its root. */
  readonly origin: string;
}

/**
 * The user pool's client for the page and the command line. It is a public client without a secret. The page signs in by
 * code and PKCE, the command line by SRP; flows that send a password to an API are disabled.
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
        // With the last scope, users can sign out everywhere and set up a second factor.
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.COGNITO_ADMIN],
        callbackUrls: returnUrls,
        logoutUrls: returnUrls,
      },
      readAttributes: email.withStandardAttributes({ emailVerified: true }),
      writeAttributes: email,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.minutes(accessTokenMinutes),
      idTokenValidity: Duration.minutes(30),
      refreshTokenValidity: Duration.days(30),
      // A refresh token is valid for one refresh, and for retries of it after a lost response.
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
