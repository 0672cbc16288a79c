import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { originKeyHeader, viewerAddressHeader } from '../../lambda/shared/edge-headers';
import { resourcesOf, synthesized } from './synthesis';

const { templates } = synthesized('dev');

/** What CloudFront's function makes of a request. */
function handle(headers: Record<string, { value: string }>) {
  const event = { viewer: { ip: '2001:db8::7' }, request: { method: 'GET', uri: '/api/me', headers } };
  const context = createContext({ event });
  runInContext(readFileSync('lib/constructs/edge/api-request.js', 'utf8'), context);
  return runInContext('handler(event)', context);
}

test.each([
  ['no such header', {}],
  ['one of the viewer', { [viewerAddressHeader]: { value: '127.0.0.1' } }],
])('the address of the viewer is in the header, in place of %s', (_, headers) => {
  const authorization = { value: 'Bearer a.b.c' };
  expect(handle({ authorization, ...headers })).toEqual({
    ...{ method: 'GET', uri: '/api/me' },
    headers: { authorization, [viewerAddressHeader]: { value: '2001:db8::7' } },
  });
});

describe('the origin key', () => {
  const [[, distribution] = []] = resourcesOf(templates, 'AWS::CloudFront::Distribution');
  const authorizerOf = (of: typeof templates) =>
    resourcesOf(of, 'AWS::Lambda::Function').find(([id]) => id.includes('.Authorizer'))?.[1];
  const secrets = (of: typeof templates) =>
    resourcesOf(of, 'AWS::SecretsManager::Secret').filter(([id]) => id.includes('.OriginKeys'));

  test('goes to the API as a dynamic reference, and to no other origin', () => {
    const origins: { OriginCustomHeaders?: object[] }[] = distribution?.Properties.DistributionConfig.Origins;
    const [headers, ...others] = origins.flatMap(({ OriginCustomHeaders }) => OriginCustomHeaders ?? []);
    expect(others).toEqual([]);
    expect(headers).toMatchObject({ HeaderName: originKeyHeader });
    expect(JSON.stringify(headers)).toContain('{{resolve:secretsmanager:');
  });

  test('has a value that Secrets Manager makes, of letters and digits', () => {
    expect(secrets(templates).map(([, { Properties }]) => Properties.GenerateSecretString)).toEqual([
      { PasswordLength: 48, ExcludePunctuation: true },
    ]);
  });

  test('with two numbers, the first is sent and both are accepted', () => {
    const { templates: rotating } = synthesized('dev', { originKeys: [1, 2] });
    const ids = secrets(rotating).map(([id]) => id.split('.')[1] as string);
    expect(ids).toHaveLength(2);
    const accepted = JSON.stringify(authorizerOf(rotating)?.Properties.Environment.Variables.ORIGIN_KEYS);
    for (const id of ids) expect(accepted).toContain(id);
    const [[, after] = []] = resourcesOf(rotating, 'AWS::CloudFront::Distribution');
    expect(after?.Properties.DistributionConfig.Origins).toEqual(distribution?.Properties.DistributionConfig.Origins);
  });

  // CloudFormation therefore changes the distribution first, and a value must be accepted before it is sent.
  test('is accepted by a function that refers to the client, and so to the distribution', () => {
    const { Variables } = authorizerOf(templates)?.Properties.Environment ?? {};
    const [[client, { Properties }] = ['', { Properties: {} }]] = resourcesOf(
      templates,
      'AWS::Cognito::UserPoolClient',
    );
    expect(Variables.CLIENT_ID).toEqual({ Ref: client.split('.')[1] });
    expect(JSON.stringify(Properties.CallbackURLs)).toContain('ScreenDistribution');
  });
});

test('the access log has the address of the viewer, and no header', () => {
  const [[, stage] = []] = resourcesOf(templates, 'AWS::ApiGatewayV2::Stage');
  const format = JSON.parse(stage?.Properties.AccessLogSettings.Format);
  expect(format).toMatchObject({
    address: '$context.authorizer.viewerAddress',
    sender: '$context.identity.sourceIp',
  });
});
