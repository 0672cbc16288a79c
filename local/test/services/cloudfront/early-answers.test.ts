import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiGateway } from '../../../services/apigateway';
import { createCloudFront } from '../../../services/cloudfront';
import { createLambda } from '../../../services/lambda';
import { deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';

const code = mkdtempSync(join(tmpdir(), 'early-answers-code-'));
const managedUncached = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const allViewerExceptHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
let laptop: Laptop;
let web: string;

beforeAll(async () => {
  const options = { assetPath: (key: string) => join(code, key), writeLog() {} };
  laptop = await startLaptop((kernel) => [
    createLambda(kernel, options),
    createApiGateway(kernel),
    createCloudFront(kernel),
  ]);
  web = laptop.kernel.address('web');
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

test('requests with bodies are served after one that was too large', async () => {
  const post = async (bytes: number) => {
    const at = Date.now();
    const headers = { 'content-type': 'text/plain' };
    try {
      const response = await fetch(`${web}/api/length`, {
        method: 'POST',
        headers,
        body: 'x'.repeat(bytes),
        signal: AbortSignal.timeout(15000),
      });
      return [response.status, await response.text(), Date.now() - at];
    } catch (e) {
      return [String(e), String((e as Error).cause), Date.now() - at];
    }
  };
  for (let round = 0; round < 6; round += 1) {
    console.log(
      JSON.stringify([
        await post(12 * 1024 * 1024),
        await Promise.all([20_000, 200_000, 1_000_000].map(post)),
        await post(300_000),
      ]),
    );
  }
}, 300_000);
