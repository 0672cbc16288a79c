import { Match } from 'aws-cdk-lib/assertions';
import { resourcesOf, synthesized } from './synthesis';

const { auth, delivery } = synthesized('dev').templates;

test('users sign in by e-mail with a strong password, and may add a second factor', () => {
  auth.hasResourceProperties('AWS::Cognito::UserPool', {
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    AutoVerifiedAttributes: ['email'],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    MfaConfiguration: 'OPTIONAL',
    EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    Policies: {
      PasswordPolicy: {
        MinimumLength: 12,
        RequireLowercase: true,
        RequireUppercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
      },
    },
  });
});

test('people sign up by themselves only where the stage says so', () => {
  const signIn = { selfSignUp: true, email: { from: 'films@example.com' }, mailRequestsPerTenMinutes: 20 };
  for (const [template, AllowAdminCreateUserOnly] of [
    [auth, true],
    [synthesized('dev', { signIn }).templates.auth, false],
  ] as const) {
    template.hasResourceProperties('AWS::Cognito::UserPool', { AdminCreateUserConfig: { AllowAdminCreateUserOnly } });
  }
});

test('where people do not sign up by themselves, administrators invite them', () => {
  const { auth: closed } = synthesized('prod', { signIn: { selfSignUp: false } }).templates;
  closed.hasResourceProperties('AWS::Cognito::UserPool', {
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: true,
      InviteMessageTemplate: { EmailMessage: Match.stringLikeRegexp('{username}.*{####}') },
    },
  });
});

test('SES sends messages where the stage names a sender, and Cognito itself where it does not', () => {
  const [[, pool] = []] = resourcesOf(synthesized('review').templates, 'AWS::Cognito::UserPool');
  const { SourceArn, ...sender } = pool?.Properties.EmailConfiguration ?? {};
  expect(sender).toEqual({ EmailSendingAccount: 'DEVELOPER', From: 'OmniStream <no-reply@example.com>' });
  expect(JSON.stringify(SourceArn)).toContain(':ses:eu-west-1:111122223333:identity/example.com');
  auth.hasResourceProperties('AWS::Cognito::UserPool', { EmailConfiguration: Match.absent() });
});

test('a trigger says in access tokens what users may do, which the Essentials plan allows', () => {
  auth.hasResourceProperties('AWS::Cognito::UserPool', {
    UserPoolTier: 'ESSENTIALS',
    LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0' } },
  });
  auth.hasResourceProperties('AWS::Lambda::Permission', {
    Principal: 'cognito-idp.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Users'), 'Arn'] },
  });
});

test('managed login has a domain that no other stack has, or the one that the stage names', () => {
  auth.hasResourceProperties('AWS::Cognito::UserPoolDomain', {
    Domain: { 'Fn::Join': ['', ['omnistream-dev-', Match.anyValue()]] },
    ManagedLoginVersion: 2,
  });
  const signIn = { selfSignUp: false, domainPrefix: 'films' };
  const named = synthesized('prod', { signIn }).templates.auth;
  named.hasResourceProperties('AWS::Cognito::UserPoolDomain', { Domain: 'films' });
});

test.each([
  ['the distribution’s own name', {}, { 'Fn::Join': ['', ['https://', Match.anyValue(), '/']] }],
  [
    'an own domain',
    { domain: { name: 'watch.example.com', hostedZoneId: 'Z123', zoneName: 'example.com' } },
    'https://watch.example.com/',
  ],
])('managed login returns to the page only, under %s, and shows its newer pages', (_name, change, url) => {
  const { delivery: template } = synthesized('dev', change).templates;
  template.hasResourceProperties('AWS::Cognito::UserPoolClient', { CallbackURLs: [url], LogoutURLs: [url] });
  template.hasResourceProperties('AWS::Cognito::ManagedLoginBranding', { UseCognitoProvidedValues: true });
});

test.each(['dev', 'prod'])('in %s no flow sends a password to an API, or a token to an address', (stage) => {
  const [client, ...others] = resourcesOf(synthesized(stage).templates, 'AWS::Cognito::UserPoolClient');
  expect(others).toEqual([]);
  expect(client?.[1].Properties).toMatchObject({
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    AllowedOAuthFlows: ['code'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
  });
});

test('the app client is public, does not reveal which users exist, and its access tokens are short-lived', () => {
  delivery.hasResourceProperties('AWS::Cognito::UserPoolClient', {
    GenerateSecret: false,
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    AccessTokenValidity: 30,
    TokenValidityUnits: { AccessToken: 'minutes' },
    WriteAttributes: ['email'],
  });
});

test('there are viewers, creators and admins', () => {
  const groups = Object.values(auth.findResources('AWS::Cognito::UserPoolGroup'));
  expect(groups.map(({ Properties }) => Properties.GroupName)).toEqual(['viewer', 'creator', 'admin']);
});
