import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credentials } from '../../../kernel/kernel';
import { createApiGateway } from '../../../services/apigateway';
import { createLambda } from '../../../services/lambda';
import { deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { signedHeaders } from '../../../wire/sign';

const code = mkdtempSync(join(tmpdir(), 'signed-api-code-'));
const region = 'eu-west-1';
let laptop: Laptop;
let allowed: Credentials;
let denied: Credentials;
let host: string;
let otherHost: string;

async function api(logicalId: string, AuthorizationType: string): Promise<string> {
  mkdirSync(join(code, logicalId), { recursive: true });
  const source = `exports.handler = async ({ body }) => ({ statusCode: 200, body: '${logicalId} ' + body })`;
  writeFileSync(join(code, logicalId, 'index.js'), source);
  const Role = await deployRole(laptop, 'lambda.amazonaws.com');
  const { attributes } = await laptop.deploy('AWS::Lambda::Function', logicalId, {
    Code: { S3Key: logicalId },
    Role,
    Handler: 'index.handler',
  });
  await laptop.deploy('AWS::Lambda::Permission', `${logicalId}Permission`, {
    Action: 'lambda:InvokeFunction',
    FunctionName: attributes.Arn,
    Principal: 'apigateway.amazonaws.com',
  });
  const { ref: ApiId } = await laptop.deploy('AWS::ApiGatewayV2::Api', `${logicalId}SomeApi`, { ProtocolType: 'HTTP' });
  const { ref } = await laptop.deploy('AWS::ApiGatewayV2::Integration', `${logicalId}Link`, {
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: attributes.Arn,
    PayloadFormatVersion: '2.0',
  });
  const route = { ApiId, RouteKey: 'POST /keys', Target: `integrations/${ref}`, AuthorizationType };
  await laptop.deploy('AWS::ApiGatewayV2::Route', `${logicalId}Route`, route);
  await laptop.deploy('AWS::ApiGatewayV2::Stage', `${logicalId}Stage`, { ApiId, StageName: '$default' });
  return `${ApiId}.execute-api.${region}.amazonaws.com`;
}

beforeAll(async () => {
  const options = { assetPath: (key: string) => join(code, key), writeLog() {} };
  laptop = await startLaptop((kernel) => [createLambda(kernel, options), createApiGateway(kernel)]);
  host = await api('signed', 'AWS_IAM');
  otherHost = await api('open', 'NONE');
  const Resource = `arn:aws:execute-api:${region}:000000000000:${host.split('.')[0]}/$default/POST/keys`;
  const statement = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource };
  const roles = [
    await deployRole(laptop, 'mediaconvert.amazonaws.com', [statement], 'Allowed'),
    await deployRole(laptop, 'mediaconvert.amazonaws.com', [{ ...statement, Resource: `${Resource}/other` }], 'Denied'),
  ];
  [allowed, denied] = roles.map((role) => laptop.kernel.credentials(role, 'job')) as [Credentials, Credentials];
});
afterAll(() => laptop.stop());

const sign = (
  credentials: Credentials,
  { service = 'execute-api', body = 'x', now = Date.now(), path = '/keys' } = {},
) => signedHeaders({ method: 'POST', host, path, headers: {}, body }, credentials, { region, service }, now);

function post(headers: Record<string, string>, body = 'x'): Promise<[number, string]> {
  const { hostname, port } = new URL(laptop.kernel.address('api'));
  return new Promise((resolve, reject) => {
    request({ hostname, port, path: '/keys', method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve([response.statusCode ?? 0, Buffer.concat(chunks).toString()]));
    })
      .on('error', reject)
      .end(body);
  });
}

test('a role that may invoke the route gets in, signed by version 4', async () => {
  expect(await post({ 'content-type': 'text/plain', ...sign(allowed) })).toEqual([200, 'signed x']);
});

test('APIs at one address are told apart by their names', async () => {
  expect(await post({ 'content-type': 'text/plain', host: otherHost })).toEqual([200, 'open x']);
});

test.each<[string, () => Record<string, string>]>([
  ['who does not sign', () => ({ host })],
  ['who brings a token', () => ({ host, authorization: 'Bearer x' })],
  ['a role that may not invoke the route', () => sign(denied)],
  ['a signature for another service', () => sign(allowed, { service: 's3' })],
  ['a signature of another path', () => sign(allowed, { path: '/other' })],
  ['a signature of another body', () => sign(allowed, { body: 'y' })],
  ['a signature that is old', () => sign(allowed, { now: Date.now() - 3_600_000 })],
  ['a secret that was guessed', () => sign({ ...allowed, secretAccessKey: 'guessed' })],
  ['a session token that is missing', () => sign({ ...allowed, sessionToken: '' })],
  ['a key that nobody has', () => sign({ ...allowed, accessKeyId: 'ASIAXXXXXXXXXXXXXXXX' })],
])('%s is refused without a reason', async (_, headers) => {
  expect(await post(headers())).toEqual([403, '{"message":"Forbidden"}']);
});
