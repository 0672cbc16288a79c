import {
  AdminGetUserCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createWaf } from '../../../services/wafv2';
import { type LaptopPool, password, startPool, stopClock } from './laptop-pool';

let pool: LaptopPool;
let clock: ReturnType<typeof stopClock>;
afterEach(async () => {
  jest.restoreAllMocks();
  await pool.stop();
});

const none = [{ Priority: 0, Type: 'NONE' }];
const operation = { Name: 'x-amzn-cognito-operation-name' };

/** A web ACL with a limit of ten requests of an operation or page in ten minutes. */
async function protect() {
  const rate = (key: object, ScopeDownStatement: object) => ({
    RateBasedStatement: {
      ...{ AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [{ IP: {} }, key], EvaluationWindowSec: 600, Limit: 10 },
      ScopeDownStatement,
    },
  });
  const matches = (FieldToMatch: object, RegexString: string) => ({
    RegexMatchStatement: { FieldToMatch, RegexString, TextTransformations: none },
  });
  const statements = [
    rate(
      { Header: { ...operation, TextTransformations: none } },
      matches({ SingleHeader: operation }, '^(SignUp|ResendConfirmationCode|ForgotPassword)$'),
    ),
    rate({ UriPath: { TextTransformations: none } }, matches({ UriPath: {} }, '^/(signup|forgotPassword)$')),
  ];
  const { attributes } = await pool.laptop.deploy('AWS::WAFv2::WebACL', 'Acl', {
    ...{ Scope: 'REGIONAL', DefaultAction: { Allow: {} }, VisibilityConfig: {} },
    Rules: statements.map((Statement, Priority) => ({
      Priority,
      Name: `r${Priority}`,
      Action: { Block: {} },
      Statement,
    })),
  });
  await pool.laptop.deploy('AWS::WAFv2::WebACLAssociation', 'Association', {
    WebACLArn: attributes.Arn,
    ResourceArn: `arn:aws:cognito-idp:eu-west-1:000000000000:userpool/${pool.poolId}`,
  });
}

describe('behind a web ACL', () => {
  beforeEach(async () => {
    const client = {
      ...{ AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['openid'] },
      ...{ CallbackURLs: ['http://127.0.0.1:9/'], SupportedIdentityProviders: ['COGNITO'] },
    };
    pool = await startPool({
      client,
      pool: { EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } },
      firewall: createWaf,
    });
    clock = stopClock(pool.laptop);
    await protect();
  });

  const signUp = (name: string) =>
    pool.api.send(new SignUpCommand({ ClientId: pool.clientId, Username: `${name}@example.com`, Password: password }));

  test('an address signs up only so many users, and the others stay out', async () => {
    for (let index = 0; index < 11; index += 1) await signUp(`user${index}`);
    clock.wait(10);
    await expect(signUp('late')).rejects.toMatchObject({
      name: 'ForbiddenException',
      $metadata: { httpStatusCode: 403 },
    });
    const late = new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: 'late@example.com' });
    await expect(pool.api.send(late)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  test('each operation has its own count, and signing in has none', async () => {
    await pool.createUser('ann@example.com');
    const ClientId = pool.clientId;
    const Username = 'ann@example.com';
    const forgot = () => pool.api.send(new ForgotPasswordCommand({ ClientId, Username: 'nobody@example.com' }));
    for (let index = 0; index < 11; index += 1) await forgot();
    clock.wait(10);
    await expect(forgot()).rejects.toMatchObject({ name: 'ForbiddenException' });
    await expect(signUp('ben')).resolves.toBeDefined();
    const resend = new ResendConfirmationCodeCommand({ ClientId, Username: 'ben@example.com' });
    await expect(pool.api.send(resend)).resolves.toBeDefined();
    const AuthParameters = { USERNAME: Username, PASSWORD: password };
    for (let index = 0; index < 15; index += 1) {
      await pool.api.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }));
    }
    clock.wait(10);
    await expect(pool.signIn(Username)).resolves.toBeDefined();
    clock.wait(600);
    await expect(forgot()).resolves.toBeDefined();
  });

  test('pages of managed login are limited in the same way', async () => {
    await pool.laptop.deploy('AWS::Cognito::UserPoolDomain', 'Domain', { Domain: 'films', UserPoolId: pool.poolId });
    const statusOf = async (path: string) => {
      const query = new URLSearchParams({ client_id: pool.clientId, response_type: 'code', scope: 'openid' });
      const response = await fetch(`${pool.laptop.kernel.endpoint}/_login/films${path}?${query}`, {
        redirect: 'manual',
      });
      await response.arrayBuffer();
      return response.status;
    };
    for (let index = 0; index < 11; index += 1) expect(await statusOf('/signup')).not.toBe(403);
    clock.wait(10);
    expect(await statusOf('/signup')).toBe(403);
    expect(await statusOf('/login')).not.toBe(403);
  });
});

describe('mail by Cognito’s own sender', () => {
  const invite = (index: number) => pool.createInvited(`user${index}@example.com`);

  test('ends after fifty messages a day, for sign-ups and invitations together', async () => {
    pool = await startPool();
    clock = stopClock(pool.laptop);
    for (let index = 0; index < 49; index += 1) await invite(index);
    const signUp = (Username: string) =>
      pool.api.send(new SignUpCommand({ ClientId: pool.clientId, Username, Password: password }));
    await signUp('fiftieth@example.com');
    await expect(signUp('next@example.com')).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: expect.stringContaining('Exceeded daily email limit'),
    });
    clock.wait(24 * 3600);
    await expect(signUp('tomorrow@example.com')).resolves.toBeDefined();
  });

  test('has no such end where SES sends', async () => {
    pool = await startPool({ pool: { EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } } });
    for (let index = 0; index < 51; index += 1) await invite(index);
  });
});
