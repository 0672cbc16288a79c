import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { createCognito, type Laptop, startLaptop } from '@omnistream/local/test';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { type Deployment, refresh, signIn } from '../../cli/sign-in';
import { AppClient } from '../../lib/constructs/app-client';

const user = 'ann@example.com';
const password = 'Correct-horse-9';
let laptop: Laptop;
let deployment: Deployment;

/** The properties of the client that the page and the command line sign in with. */
function clientProperties(): object {
  const stack = new Stack(new App(), 'Pool');
  new AppClient(stack, 'Client', { userPool: new UserPool(stack, 'Users'), origin: 'https://films.example.com' });
  const [client] = Object.values(Template.fromStack(stack).findResources('AWS::Cognito::UserPoolClient'));
  return client?.Properties;
}

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createCognito(kernel)]);
  const { ref: userPoolId } = await laptop.deploy('AWS::Cognito::UserPool', 'Users', {
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
  });
  const client = { ...clientProperties(), UserPoolId: userPoolId };
  const { ref: clientId } = await laptop.deploy('AWS::Cognito::UserPoolClient', 'App', client);
  deployment = { userPoolId, clientId, cognitoEndpoint: laptop.kernel.endpoint, api: '/api' };
  const cognito = new CognitoIdentityProviderClient(laptop.clientConfig);
  const ann = { UserPoolId: userPoolId, Username: user };
  await cognito.send(new AdminCreateUserCommand({ ...ann, MessageAction: 'SUPPRESS' }));
  await cognito.send(new AdminSetUserPasswordCommand({ ...ann, Password: password, Permanent: true }));
  cognito.destroy();
});

afterAll(() => laptop.stop());

test('the command line signs in by SRP, and refreshes its tokens', async () => {
  const signedIn = await signIn(deployment, { user, password });
  expect(signedIn).toEqual({ accessToken: expect.any(String), refreshToken: expect.any(String) });
  const next = await refresh(deployment, signedIn);
  expect(next).toEqual({ accessToken: expect.any(String), refreshToken: expect.any(String) });
  expect(next?.accessToken).not.toBe(signedIn.accessToken);
});

test.each([
  ['a wrong password', user, 'Wrong-horse-99'],
  ['an unknown user', 'nobody@example.com', password],
])('the command line is refused with the same words for %s', async (_, name, secret) => {
  await expect(signIn(deployment, { user: name, password: secret })).rejects.toThrow('Incorrect username or password.');
});
