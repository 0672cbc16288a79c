import { Match } from 'aws-cdk-lib/assertions';
import { type Resource, synthesized } from './synthesis';

const { delivery, edge } = synthesized('dev').templates;
const [distribution] = Object.values(delivery.findResources('AWS::CloudFront::Distribution')) as Resource[];
const config = distribution?.Properties.DistributionConfig;
const behaviors: Record<string, never>[] = config.CacheBehaviors;

describe('films', () => {
  const films = behaviors.filter(({ PathPattern }) => String(PathPattern).startsWith('/v/'));

  test('are matched before anything could take them for something else', () => {
    expect(behaviors.map(({ PathPattern }) => PathPattern)).toEqual(['/api/*', '/v/*.m3u8', '/v/*.mpd', '/v/*']);
  });

  test.each(films)('$PathPattern is opened by a signature, and bound to its session', (behavior) => {
    expect(behavior.TrustedKeyGroups).toHaveLength(1);
    expect(behavior.FunctionAssociations).toMatchObject([{ EventType: 'viewer-request' }]);
    expect(behavior).toMatchObject({ ViewerProtocolPolicy: 'https-only', AllowedMethods: ['GET', 'HEAD'] });
  });

  test('are cached under their path alone, so that sessions share them', () => {
    const policies = Object.values(delivery.findResources('AWS::CloudFront::CachePolicy')) as Resource[];
    expect(policies).toHaveLength(2);
    for (const { Properties } of policies) {
      expect(Properties.CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin).toMatchObject({
        CookiesConfig: { CookieBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'none' },
      });
    }
  });

  test('come from the second region when the first one fails, but not when it refuses', () => {
    expect(config.OriginGroups.Items).toHaveLength(1);
    const [{ FailoverCriteria, Members, Id }] = config.OriginGroups.Items;
    expect(FailoverCriteria.StatusCodes.Items).toEqual([500, 502, 503, 504]);
    const domains = Members.Items.map(({ OriginId }: { OriginId: string }) => {
      const origin = config.Origins.find(({ Id: id }: { Id: string }) => id === OriginId);
      expect(origin.OriginAccessControlId).toBeDefined();
      return origin.DomainName['Fn::GetStackOutput'].StackName;
    });
    expect(domains).toEqual(['OmniStream-dev-Storage', 'OmniStream-dev-Replica']);
    expect(films.map(({ TargetOriginId }) => TargetOriginId)).toEqual([Id, Id, Id]);
  });
});

test('the API is passed on as it is: never cached, all methods, all headers but Host', () => {
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html and
  // .../using-managed-origin-request-policies.html: CachingDisabled and AllViewerExceptHostHeader
  expect(behaviors[0]).toMatchObject({
    CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
  });
});

test('the page may run its own scripts, talk to Cognito and to uploads, and play what it has buffered', () => {
  const policies = Object.values(delivery.findResources('AWS::CloudFront::ResponseHeadersPolicy')) as Resource[];
  const [policy] = policies
    .map(({ Properties }) => Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig)
    .flatMap(({ ContentSecurityPolicy }) => ContentSecurityPolicy ?? []);
  const text = JSON.stringify(policy);
  for (const directive of [
    "default-src 'none'",
    "script-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
  ]) {
    expect(text).toContain(directive);
  }
  expect(text).toMatch(/connect-src 'self' https:\/\/cognito-idp\.eu-west-1\./);
  expect(text).toMatch(/\.auth\.eu-west-1\.amazoncognito\.com\/oauth2\//);
  expect(text).not.toContain('unsafe');
  for (const { Properties } of policies) {
    const { StrictTransportSecurity, ContentTypeOptions } =
      Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig;
    expect(StrictTransportSecurity.AccessControlMaxAgeSec).toBe(31536000);
    expect(ContentTypeOptions.Override).toBe(true);
  }
});

test('the firewall stands before it, and limits what one address may ask', () => {
  expect(config.WebACLId).toMatchObject({
    'Fn::GetStackOutput': { StackName: 'OmniStream-dev-Edge', Region: 'us-east-1' },
  });
  edge.hasResourceProperties('AWS::WAFv2::WebACL', {
    Scope: 'CLOUDFRONT',
    Rules: Match.arrayWith([
      Match.objectLike({ Statement: { RateBasedStatement: { Limit: 6000 } }, Action: { Block: {} } }),
    ]),
  });
});

test('the private key is never in the template, nor a password in its place', () => {
  const [secret] = Object.values(delivery.findResources('AWS::SecretsManager::Secret')) as Resource[];
  expect(Object.keys(secret?.Properties)).toEqual(expect.not.arrayContaining(['SecretString', 'GenerateSecretString']));
  delivery.hasResourceProperties('AWS::CloudFront::PublicKey', {
    PublicKeyConfig: { EncodedKey: { 'Fn::GetAtt': [Match.stringLikeRegexp('Pair1'), 'PublicKey'] } },
  });
});

test('a signing key added to the stage signs, while the one before is still accepted', () => {
  const { delivery: rotated } = synthesized('dev', { signingKeys: [1, 2] }).templates;
  const [group] = Object.values(rotated.findResources('AWS::CloudFront::KeyGroup')) as Resource[];
  const before = Object.keys(delivery.findResources('AWS::CloudFront::PublicKey'));
  const after = Object.keys(rotated.findResources('AWS::CloudFront::PublicKey'));
  expect(after).toEqual([...before, expect.stringContaining('PublicKey2')]);
  expect(group?.Properties.KeyGroupConfig.Items).toEqual(after.map((Ref) => ({ Ref })));
  rotated.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { KEY_PAIR_ID: { Ref: after[1] } } },
  });
});

test('an own domain brings its certificate, its addresses and TLS 1.2', () => {
  const domain = { name: 'watch.example.com', hostedZoneId: 'Z123', zoneName: 'example.com' };
  const { edge: withCertificate, delivery: template } = synthesized('prod', { domain }).templates;
  withCertificate.hasResourceProperties('AWS::CertificateManager::Certificate', {
    DomainName: domain.name,
    ValidationMethod: 'DNS',
  });
  template.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: { Aliases: [domain.name], ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' } },
  });
  template.resourceCountIs('AWS::Route53::RecordSet', 2);
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { VIEWER_ORIGIN: 'https://watch.example.com' } },
  });
});
