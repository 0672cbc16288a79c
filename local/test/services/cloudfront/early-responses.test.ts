import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { Agent, globalAgent, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createApiGateway } from '../../../services/apigateway';
import { createCloudFront } from '../../../services/cloudfront';
import { createLambda } from '../../../services/lambda';
import { createS3 } from '../../../services/s3';
import { deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { until } from '../../../testing/until';

const code = mkdtempSync(join(tmpdir(), 'early-responses-code-'));
const managedUncached = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const allViewerExceptHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
let laptop: Laptop;

beforeAll(async () => {
  const options = { assetPath: (key: string) => join(code, key), writeLog() {} };
  laptop = await startLaptop((kernel) => [
    createS3(kernel),
    createLambda(kernel, options),
    createApiGateway(kernel),
    createCloudFront(kernel),
  ]);
  mkdirSync(join(code, 'length'), { recursive: true });
  const source = 'exports.handler = async ({ body }) => ({ statusCode: 200, body: String(body.length) })';
  writeFileSync(join(code, 'length', 'index.js'), source);
  const Role = await deployRole(laptop, 'lambda.amazonaws.com');
  const { attributes } = await laptop.deploy('AWS::Lambda::Function', 'length', {
    ...{ Code: { S3Key: 'length' }, Role, Handler: 'index.handler' },
  });
  await laptop.deploy('AWS::Lambda::Permission', 'Permission', {
    ...{ Action: 'lambda:InvokeFunction', FunctionName: attributes.Arn, Principal: 'apigateway.amazonaws.com' },
  });
  const { ref: ApiId } = await laptop.deploy('AWS::ApiGatewayV2::Api', 'Api', { ProtocolType: 'HTTP' });
  const { ref } = await laptop.deploy('AWS::ApiGatewayV2::Integration', 'Link', {
    ...{ ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: attributes.Arn, PayloadFormatVersion: '2.0' },
  });
  const route = { ApiId, RouteKey: 'POST /api/length', Target: `integrations/${ref}` };
  await laptop.deploy('AWS::ApiGatewayV2::Route', 'Route', route);
  await laptop.deploy('AWS::ApiGatewayV2::Stage', 'Stage', { ApiId, StageName: '$default' });
  const behaviour = { TargetOriginId: 'api', ViewerProtocolPolicy: 'https-only', CachePolicyId: managedUncached };
  const DomainName = `${ApiId}.execute-api.eu-west-1.amazonaws.com`;
  await laptop.deploy('AWS::CloudFront::Distribution', 'Distribution', {
    DistributionConfig: {
      Enabled: true,
      Origins: [{ Id: 'api', DomainName, CustomOriginConfig: {} }],
      CacheBehaviors: [
        {
          ...behaviour,
          PathPattern: '/api/*',
          OriginRequestPolicyId: allViewerExceptHost,
          AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
        },
      ],
      DefaultCacheBehavior: behaviour,
    },
  });
});

afterAll(() => laptop.stop());

/** One connection at most: a request waits until the body of the one before is sent. */
function send(agent: Agent, address: string, { method = 'POST', path = '/api/length', bytes = 0, headers = {} }) {
  const { hostname, port } = new URL(address);
  const sent = { 'content-type': 'text/plain', ...headers };
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    request({ agent, hostname, port, method, path, headers: sent }, async (response) => {
      resolve({ status: response.statusCode, body: await text(response) });
    })
      .on('error', reject)
      .end('x'.repeat(bytes));
  });
}

/** The requests of the edge to the gateway, which use the default agent. */
const busy = () => Object.values(globalAgent.sockets).flat().length;

const tooLarge = 12 * 1024 * 1024;
const addresses = {
  web: () => laptop.kernel.address('web'),
  api: () => laptop.kernel.address('api'),
  aws: () => laptop.kernel.endpoint,
};

test('requests with bodies are served after one that was too large', async () => {
  const post = async (bytes: number) => {
    const headers = { 'content-type': 'text/plain' };
    const response = await fetch(`${addresses.web()}/api/length`, { method: 'POST', headers, body: 'x'.repeat(bytes) });
    return [response.status, await response.text()];
  };
  const refused = [413, '{"message":"Request Entity Too Large"}'];
  for (let round = 0; round < 6; round += 1) {
    expect(await post(tooLarge)).toEqual(refused);
    expect(await Promise.all([20_000, 200_000, 1_000_000].map(post))).toEqual([
      [200, '20000'],
      [200, '200000'],
      [200, '1000000'],
    ]);
  }
});

test('a body without a declared length is measured, and the connection serves the next request', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { 'transfer-encoding': 'chunked' };
  for (const port of ['web', 'api'] as const) {
    expect(await send(agent, addresses[port](), { bytes: tooLarge, headers })).toMatchObject({ status: 413 });
    expect(await send(agent, addresses[port](), { bytes: 20_000 })).toEqual({ status: 200, body: '20000' });
  }
  agent.destroy();
});

test.each<[string, keyof typeof addresses, number, Parameters<typeof send>[2]]>([
  ['the edge, of a method that it does not allow', 'web', 403, { path: '/page' }],
  ['the edge, of a page of another origin', 'web', 403, { headers: { origin: 'http://evil.example' } }],
  ['the edge, of another host', 'web', 421, { headers: { host: 'evil.example' } }],
  ['the gateway, of a path without a route', 'api', 404, { path: '/nowhere' }],
  ['the gateway through the edge', 'web', 404, { path: '/api/nowhere' }],
  ['an AWS API, of an operation that it does not have', 'aws', 404, { method: 'PATCH', path: '/bucket/key' }],
  ['an AWS API, of a caller without a signature', 'aws', 403, { method: 'PUT', path: '/bucket/key' }],
  ['an AWS API, of a target that it does not have', 'aws', 404, { headers: { 'x-amz-target': 'Nothing.Nothing' } }],
])('a refusal before the body is read leaves the connection usable: by %s', async (_, port, status, sent) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let round = 0; round < 3; round += 1) {
    expect(await send(agent, addresses[port](), { ...sent, bytes: tooLarge })).toMatchObject({ status });
  }
  agent.destroy();
});

test('who goes on sending after a refusal loses the connection', async () => {
  const { hostname, port } = new URL(addresses.aws());
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  socket.write(`PUT /bucket/key HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: ${2 ** 40}\r\n\r\n`);
  const [response] = await once(socket, 'data');
  expect(String(response)).toMatch(/^HTTP\/1.1 403 /);
  const closed = new Promise((done) => socket.once('close', done));
  const block = Buffer.alloc(1024 * 1024);
  const send = () => {
    while (socket.write(block));
  };
  socket.on('drain', send);
  send();
  await closed;
});

test('who disconnects in the middle of a body leaves no connection between the edge and the gateway', async () => {
  const before = busy();
  const { hostname, port } = new URL(addresses.web());
  const socket = connect(Number(port), hostname);
  socket.write(`POST /api/length HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-length: 1000\r\n\r\nhalf`);
  await until(() => busy() > before);
  socket.destroy();
  await until(() => busy() === before);
});
