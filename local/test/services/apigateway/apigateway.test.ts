import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiGateway } from '../../../services/apigateway';
import { createLambda } from '../../../services/lambda';
import { deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';

const code = mkdtempSync(join(tmpdir(), 'api-code-'));
let laptop: Laptop;
let address: string;
let apiId: string;
let Role: string;

const echo =
  'exports.handler = async (event) => ({ statusCode: 201, headers: { "X-Own": "1" }, cookies: ["a=1", "b=2"], body: JSON.stringify(event) })';
const authorizer = `let asked = 0; exports.handler = async ({ headers, identitySource, routeArn }) => {
  asked += 1;
  if (headers.authorization === 'broken') throw new Error('down');
  return { isAuthorized: identitySource[0] === 'good', context: { asked, routeArn } } }`;

async function put(logicalId: string, source: string): Promise<string> {
  mkdirSync(join(code, logicalId), { recursive: true });
  writeFileSync(join(code, logicalId, 'index.js'), source);
  const properties = { Code: { S3Key: logicalId }, Role, Handler: 'index.handler' };
  const { attributes } = await laptop.deploy('AWS::Lambda::Function', logicalId, properties);
  await laptop.deploy('AWS::Lambda::Permission', `${logicalId}Permission`, {
    Action: 'lambda:InvokeFunction',
    FunctionName: attributes.Arn,
    Principal: 'apigateway.amazonaws.com',
  });
  return attributes.Arn as string;
}

beforeAll(async () => {
  const options = { assetPath: (key: string) => join(code, key), writeLog() {} };
  laptop = await startLaptop((kernel) => [createLambda(kernel, options), createApiGateway(kernel)]);
  address = laptop.kernel.address('api');
  Role = await deployRole(laptop, 'lambda.amazonaws.com');
  const functions = {
    echo: await put('echo', echo),
    authorizer: await put('authorizer', authorizer),
    fails: await put('fails', 'exports.handler = async () => { throw new Error("secret detail") }'),
    plain: await put('plain', 'exports.handler = async () => ({ hello: "world" })'),
  };
  const { ref: ApiId } = await laptop.deploy('AWS::ApiGatewayV2::Api', 'Api', { ProtocolType: 'HTTP', Name: 'test' });
  apiId = ApiId;
  await laptop.deploy('AWS::ApiGatewayV2::Stage', 'Stage', { ApiId, StageName: '$default', AutoDeploy: true });
  const { ref: AuthorizerId } = await laptop.deploy('AWS::ApiGatewayV2::Authorizer', 'Auth', {
    ApiId,
    AuthorizerType: 'REQUEST',
    AuthorizerUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functions.authorizer}/invocations`,
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    IdentitySource: ['$request.header.Authorization'],
    AuthorizerResultTtlInSeconds: 300,
    Name: 'auth',
  });
  const route = async (id: string, RouteKey: string, arn: string, authorization: object = {}) => {
    const integration = { ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: arn, PayloadFormatVersion: '2.0' };
    const { ref } = await laptop.deploy('AWS::ApiGatewayV2::Integration', `Integration${id}`, integration);
    const properties = { ApiId, RouteKey, Target: `integrations/${ref}`, ...authorization };
    await laptop.deploy('AWS::ApiGatewayV2::Route', `Route${id}`, properties);
  };
  await route('Echo', 'POST /things/{id}', functions.echo);
  await route('Me', 'GET /things/me', functions.plain);
  await route('One', 'GET /things/{id}', functions.echo);
  await route('Fails', 'GET /fails', functions.fails);
  await route('Closed', 'GET /closed', functions.echo, { AuthorizationType: 'CUSTOM', AuthorizerId });
  const { ref: second } = await laptop.deploy('AWS::ApiGatewayV2::Authorizer', 'Auth2', {
    ...{ ApiId, AuthorizerType: 'REQUEST', AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true },
    AuthorizerUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functions.authorizer}/invocations`,
    IdentitySource: ['$request.header.Authorization', '$request.header.Door'],
    Name: 'auth2',
  });
  await route('Doors', 'GET /doors', functions.echo, { AuthorizationType: 'CUSTOM', AuthorizerId: second });
});

afterAll(() => laptop.stop());

test('a function gets the event of payload format 2.0', async () => {
  const response = await fetch(`${address}/things/a%20b?x=1&x=2&y=`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: 'c=1; d=2' },
    body: '{"ä":1}',
  });
  expect(response.status).toBe(201);
  expect(response.headers.get('x-own')).toBe('1');
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(await response.json()).toMatchObject({
    version: '2.0',
    routeKey: 'POST /things/{id}',
    rawPath: '/things/a%20b',
    rawQueryString: 'x=1&x=2&y=',
    queryStringParameters: { x: '1,2', y: '' },
    pathParameters: { id: 'a b' },
    cookies: ['c=1', 'd=2'],
    body: '{"ä":1}',
    isBase64Encoded: false,
    requestContext: { http: { method: 'POST', path: '/things/a%20b' }, stage: '$default' },
  });
});

test('a binary body arrives as base64', async () => {
  const body = Buffer.from([0, 255, 1]);
  const headers = { 'content-type': 'application/octet-stream' };
  const event = await (await fetch(`${address}/things/1`, { method: 'POST', headers, body })).json();
  expect(event).toMatchObject({ body: body.toString('base64'), isBase64Encoded: true });
});

test('a literal path comes before a parameter, and a value without a status code is the JSON body', async () => {
  const response = await fetch(`${address}/things/me`);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toEqual({ hello: 'world' });
});

test.each([
  ['no route', '/nowhere', {}, 404, 'Not Found'],
  ['a function that fails, without its detail', '/fails', {}, 500, 'Internal Server Error'],
  ['no token', '/closed', {}, 401, 'Unauthorized'],
  ['a refused token', '/closed', { authorization: 'bad' }, 403, 'Forbidden'],
  ['an authorizer that fails', '/closed', { authorization: 'broken' }, 500, 'Internal Server Error'],
])('%s', async (_, path, headers, status, message) => {
  const response = await fetch(`${address}${path}`, { headers: headers as Record<string, string> });
  expect([response.status, await response.json()]).toEqual([status, { message }]);
});

test('the authorizer’s context reaches the function, and its answer is cached by token', async () => {
  const get = async () => (await fetch(`${address}/closed`, { headers: { authorization: 'good' } })).json();
  const first = (await get()) as { requestContext: { authorizer: { lambda: { asked: number; routeArn: string } } } };
  expect(first.requestContext.authorizer.lambda.routeArn).toMatch(/\/\$default\/GET\/closed$/);
  expect(await get()).toMatchObject({ requestContext: { authorizer: first.requestContext.authorizer } });
});

test('an authorizer with two identity sources needs both, and its decision is cached by both', async () => {
  const get = async (headers: Record<string, string>) => {
    const response = await fetch(`${address}/doors`, { headers });
    const { requestContext, message } = await response.json();
    return message ?? requestContext.authorizer.lambda.asked;
  };
  const first = await get({ authorization: 'good', door: 'a' });
  expect(await get({ authorization: 'good', door: 'a' })).toBe(first);
  expect(await get({ authorization: 'good', door: 'b' })).toBe(first + 1);
  expect(await get({ authorization: 'good' })).toBe('Unauthorized');
  expect(await get({ door: 'a' })).toBe('Unauthorized');
});

test('a route with a limit of its own is slowed down by itself, and limits of no route are an error', async () => {
  const stage = (RouteSettings: object) =>
    laptop.deploy('AWS::ApiGatewayV2::Stage', 'Stage', { ApiId: apiId, StageName: '$default', RouteSettings });
  const limit = { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 };
  await stage({ 'GET /things/me': limit });
  const statuses: number[] = [];
  for (const path of ['/things/me', '/things/me', '/things/me', '/things/1']) {
    statuses.push((await fetch(`${address}${path}`)).status);
  }
  expect(statuses).toEqual([200, 200, 429, 201]);
  await expect(stage({ 'GET /nowhere': limit })).rejects.toThrow('Unable to find Route by key GET /nowhere');
});

test('a property that is not known is an error', async () => {
  const deploying = laptop.deploy('AWS::ApiGatewayV2::Route', 'Odd', {
    ApiId: 'x',
    RouteKey: 'GET /',
    ModelSelectionExpression: '',
  });
  await expect(deploying).rejects.toThrow('ModelSelectionExpression');
});
