import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiGateway } from '../../../services/apigateway';
import { createLambda } from '../../../services/lambda';
import { deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { until } from '../../../testing/until';

const code = mkdtempSync(join(tmpdir(), 'api-code-'));
const begun = join(code, 'begun');
const gate = join(code, 'gate');
let laptop: Laptop;
let address: string;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [
    createLambda(kernel, {
      assetPath: (key) => join(code, key),
      writeLog() {},
      bounds: { length: 1, milliseconds: 500_000 },
    }),
    createApiGateway(kernel),
  ]);
  address = laptop.kernel.address('api');
  mkdirSync(join(code, 'Gated'));
  appendFileSync(begun, '');
  writeFileSync(
    join(code, 'Gated', 'index.js'),
    `const fs = require('node:fs');
    exports.handler = async ({ rawQueryString }) => {
      fs.appendFileSync(${JSON.stringify(begun)}, rawQueryString);
      while (!fs.existsSync(${JSON.stringify(gate)})) await new Promise((done) => setTimeout(done, 5));
      return { statusCode: 200, body: rawQueryString };
    };`,
  );
  const { attributes } = await laptop.deploy('AWS::Lambda::Function', 'Gated', {
    Code: { S3Key: 'Gated' },
    Role: await deployRole(laptop, 'lambda.amazonaws.com'),
    Handler: 'index.handler',
    Timeout: 600,
    ReservedConcurrentExecutions: 1,
  });
  await laptop.deploy('AWS::Lambda::Permission', 'Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: attributes.Arn,
    Principal: 'apigateway.amazonaws.com',
  });
  const { ref: ApiId } = await laptop.deploy('AWS::ApiGatewayV2::Api', 'Api', { ProtocolType: 'HTTP', Name: 'test' });
  await laptop.deploy('AWS::ApiGatewayV2::Stage', 'Stage', { ApiId, StageName: '$default', AutoDeploy: true });
  const integration = { ApiId, IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0', TimeoutInMillis: 600_000 };
  const { ref } = await laptop.deploy('AWS::ApiGatewayV2::Integration', 'Integration', {
    ...integration,
    IntegrationUri: attributes.Arn,
  });
  await laptop.deploy('AWS::ApiGatewayV2::Route', 'Route', {
    ApiId,
    RouteKey: 'GET /gated',
    Target: `integrations/${ref}`,
  });
});

afterAll(() => laptop.stop());

test('a client above the capacity gets API Gateway’s throttle at once, and the request of one that left never runs', async () => {
  const get = (name: string) => fetch(`${address}/gated?${name}`);
  const first = get('a');
  await until(() => readFileSync(begun, 'utf8') === 'a');
  const leaving = request(`${address}/gated?b`);
  leaving.on('error', () => {}).end();
  // Once that request waits, the line is full.
  const refused = await until(async () => {
    const abort = new AbortController();
    const answer = fetch(`${address}/gated?x`, { signal: abort.signal }).catch(() => undefined);
    const early = await Promise.race([answer, new Promise<undefined>((done) => setTimeout(done, 200, undefined))]);
    if (early === undefined) abort.abort();
    return early;
  });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('2');
  expect(await refused.json()).toEqual({ message: 'Too Many Requests' });
  leaving.destroy();
  // The line has room again when the port has noticed the end of the connection.
  const last = await until(async () => {
    const answer = get('c');
    const early = await Promise.race([answer, new Promise<undefined>((done) => setTimeout(done, 200, undefined))]);
    return early === undefined ? { answer } : undefined;
  });
  expect(existsSync(gate)).toBe(false);
  writeFileSync(gate, '');
  expect(await (await first).text()).toBe('a');
  expect(await (await last.answer).text()).toBe('c');
  expect(readFileSync(begun, 'utf8')).toBe('ac');
});
