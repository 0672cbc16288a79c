import type { RequestListener } from 'node:http';
import { createCloudFront } from '../../../services/cloudfront';
import { createWaf } from '../../../services/wafv2';
import { type Laptop, startLaptop } from '../../../testing/start-services';

const apiHost = 'abc.execute-api.eu-west-1.amazonaws.com';
let laptop: Laptop;
let reached = 0;

const statement = (FieldToMatch: object, SearchString: string) => ({
  ByteMatchStatement: {
    ...{ FieldToMatch, PositionalConstraint: 'STARTS_WITH', SearchString },
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
  },
});
const distribution = (WebACLId?: string) => ({
  DistributionConfig: {
    Enabled: true,
    Origins: [{ Id: 'api', DomainName: apiHost, CustomOriginConfig: {} }],
    DefaultCacheBehavior: {
      ...{ TargetOriginId: 'api', ViewerProtocolPolicy: 'https-only' },
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    },
    ...(WebACLId && { WebACLId }),
  },
});

beforeAll(async () => {
  laptop = await startLaptop((kernel) => {
    const waf = createWaf(kernel);
    return [waf, createCloudFront(kernel, undefined, undefined, waf)];
  });
  const respond: RequestListener = (_request, response) => {
    reached += 1;
    response.end('reached');
  };
  laptop.kernel.listen('api', respond, [apiHost]);
  const { attributes } = await laptop.deploy('AWS::WAFv2::WebACL', 'Acl', {
    ...{ Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} }, VisibilityConfig: {} },
    CustomResponseBodies: { json: { ContentType: 'APPLICATION_JSON', Content: '{"message":"Unauthorized"}' } },
    Rules: [
      {
        ...{ Name: 'closed', Priority: 0, Statement: statement({ UriPath: {} }, '/closed') },
        Action: { Block: { CustomResponse: { ResponseCode: 401, CustomResponseBodyKey: 'json' } } },
      },
      {
        ...{ Name: 'agent', Priority: 1, Statement: statement({ SingleHeader: { Name: 'User-Agent' } }, 'robot') },
        Action: { Block: {} },
      },
    ],
  });
  await laptop.deploy('AWS::CloudFront::Distribution', 'Distribution', distribution(attributes.Arn as string));
});

afterAll(() => laptop.stop());
beforeEach(() => {
  reached = 0;
});

const visit = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${laptop.kernel.address('web')}${path}`, { headers });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};

test('a request that the web ACL allows reaches its origin', async () => {
  expect(await visit('/open')).toMatchObject({ status: 200, text: 'reached' });
});

test('a request that it blocks gets the response of the rule, and reaches no origin', async () => {
  expect(await visit('/closed/x')).toEqual({
    status: 401,
    type: 'application/json',
    text: '{"message":"Unauthorized"}',
  });
  expect(await visit('/open', { 'user-agent': 'robot 1.0' })).toMatchObject({
    status: 403,
    text: expect.stringContaining('Request blocked.'),
  });
  expect(reached).toBe(0);
});

test('a web ACL without the service WAF is refused', async () => {
  const alone = await startLaptop((kernel) => [createCloudFront(kernel)]);
  const properties = distribution('arn:aws:wafv2:us-east-1:000000000000:global/webacl/a/b');
  await expect(alone.deploy('AWS::CloudFront::Distribution', 'Other', properties)).rejects.toThrow(
    /needs the service WAF/,
  );
  await alone.stop();
});
