import { Match } from 'aws-cdk-lib/assertions';
import { expectNames, resourceNames } from './resource-names';
import { type Resource, synthesized } from './synthesis';

const { delivery, edge } = synthesized('dev').templates;
const [distribution] = Object.values(delivery.findResources('AWS::CloudFront::Distribution')) as Resource[];
const config = distribution?.Properties.DistributionConfig;
const behaviors: Record<string, never>[] = config.CacheBehaviors;

describe('films', () => {
  const films = behaviors.filter(({ PathPattern }) => String(PathPattern).startsWith('/v/'));

  test('are matched before anything could take them for something else', () => {
    expect(behaviors.map(({ PathPattern }) => PathPattern)).toEqual([
      ...['/api/*', '/v/*/signed/*', '/v/*.m3u8', '/v/*.mpd', '/v/*.vtt', '/v/*'],
    ]);
  });

  test.each(films)('$PathPattern is opened by a signature, and bound to its session', (behavior) => {
    expect(behavior.TrustedKeyGroups).toHaveLength(1);
    expect(behavior.FunctionAssociations).toMatchObject([{ EventType: 'viewer-request' }]);
    expect(behavior).toMatchObject({ ViewerProtocolPolicy: 'https-only', AllowedMethods: ['GET', 'HEAD', 'OPTIONS'] });
  });

  test('are cached under their path alone, so that sessions share them', () => {
    const policies = Object.values(delivery.findResources('AWS::CloudFront::CachePolicy')) as Resource[];
    expectNames(resourceNames({ delivery }, 'AWS::CloudFront::CachePolicy'), [
      'delivery.ScreenManifests',
      'delivery.ScreenSegments',
      'delivery.ScreenSignedManifests',
    ]);
    for (const { Properties } of policies) {
      expect(Properties.CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin).toMatchObject({
        CookiesConfig: { CookieBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'none' },
      });
    }
  });

  test('come from the second region when the first one fails or refuses', () => {
    expect(config.OriginGroups.Items).toHaveLength(1);
    const [{ FailoverCriteria, Members, Id }] = config.OriginGroups.Items;
    expect(FailoverCriteria.StatusCodes.Items).toEqual([403, 404, 500, 502, 503, 504]);
    const domains = Members.Items.map(({ OriginId }: { OriginId: string }) => {
      const origin = config.Origins.find(({ Id: id }: { Id: string }) => id === OriginId);
      expect(origin.OriginAccessControlId).toBeDefined();
      return origin.DomainName['Fn::GetStackOutput'].StackName;
    });
    expect(domains).toEqual(['OmniStream-dev-Storage', 'OmniStream-dev-Replica']);
    const [signed, ...others] = films.map(({ TargetOriginId }) => TargetOriginId);
    expect(others).toEqual([Id, Id, Id, Id]);
    expect(signed).not.toBe(Id);
  });

  test('are compressed where they are text', () => {
    expect(films.map(({ Compress }) => Compress)).toEqual([true, true, true, true, false]);
  });

  test('may be read by players on other sites, without credentials', () => {
    const [{ ResponseHeadersPolicyId }] = films as never as [{ ResponseHeadersPolicyId: { Ref: string } }];
    const policy = delivery.findResources('AWS::CloudFront::ResponseHeadersPolicy')[ResponseHeadersPolicyId.Ref];
    expect(policy?.Properties.ResponseHeadersPolicyConfig.CorsConfig).toMatchObject({
      AccessControlAllowOrigins: { Items: ['*'] },
      AccessControlAllowCredentials: false,
    });
  });
});

describe('manifests for players without cookies', () => {
  test('are made by a function that only this distribution may call', () => {
    delivery.hasResourceProperties('AWS::Lambda::Url', { AuthType: 'AWS_IAM' });
    const permissions = Object.values(delivery.findResources('AWS::Lambda::Permission')) as Resource[];
    const edge = permissions.filter(({ Properties }) => Properties.Principal === 'cloudfront.amazonaws.com');
    expect(edge.map(({ Properties }) => Properties.Action).sort()).toEqual([
      'lambda:InvokeFunction',
      'lambda:InvokeFunctionUrl',
    ]);
    for (const { Properties } of edge) expect(JSON.stringify(Properties.SourceArn)).toContain('ScreenDistribution');
  });

  test('are kept at the edge for minutes at most', () => {
    delivery.hasResourceProperties('AWS::CloudFront::CachePolicy', {
      CachePolicyConfig: { MinTTL: 0, DefaultTTL: 0, MaxTTL: 300 },
    });
  });
});

describe('ended sessions', () => {
  test('are looked up by the edge function, written by the session handler, and listed only by the sweep', () => {
    const [id] = Object.keys(delivery.findResources('AWS::CloudFront::KeyValueStore'));
    const arn = { 'Fn::GetAtt': [id, 'Arn'] };
    delivery.hasResourceProperties('AWS::CloudFront::Function', {
      FunctionConfig: { KeyValueStoreAssociations: [{ KeyValueStoreARN: arn }] },
    });
    const policies = Object.entries(delivery.findResources('AWS::IAM::Policy')).filter(([, policy]) =>
      JSON.stringify(policy).includes('cloudfront-keyvaluestore:'),
    );
    const names = [expect.stringMatching(/^PlaybackRole/), expect.stringMatching(/^SessionSweepRole/)];
    expect(policies.map(([name]) => name)).toEqual(names);
    const listing = policies.filter(([, policy]) => JSON.stringify(policy).includes('ListKeys'));
    expect(listing.map(([name]) => name)).toEqual(names.slice(1));
  });
});

describe('the country of a session', () => {
  const codeOf = (template: typeof delivery) => {
    const functions = Object.entries(template.findResources('AWS::CloudFront::Function')) as [string, Resource][];
    return functions.find(([id]) => id.startsWith('ScreenViewerRequest'))?.[1].Properties.FunctionCode as string;
  };

  test('binds nothing unless the stage says so', () => {
    expect(codeOf(delivery)).toContain('const BOUND_TO_COUNTRY = false;');
    delivery.resourceCountIs('AWS::CloudFront::OriginRequestPolicy', 0);
  });

  test('is checked by the function, which receives it if the stage demands the check', () => {
    const { delivery: bound } = synthesized('dev', { bindCountry: true }).templates;
    expect(codeOf(bound)).toContain('const BOUND_TO_COUNTRY = true;');
    bound.hasResourceProperties('AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: { HeadersConfig: { Headers: ['CloudFront-Viewer-Country'] } },
    });
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

describe('other sites', () => {
  const policies = delivery.findResources('AWS::CloudFront::ResponseHeadersPolicy');
  const all = [{ PathPattern: 'the page', ...config.DefaultCacheBehavior }, ...behaviors] as never as {
    PathPattern: string;
    ResponseHeadersPolicyId: { Ref: string };
  }[];
  const headersOf = (id: string): Record<string, string> => {
    const items: { Header: string; Value: string; Override: boolean }[] =
      policies[id]?.Properties.ResponseHeadersPolicyConfig.CustomHeadersConfig.Items;
    expect(items.filter(({ Override }) => !Override)).toEqual([]);
    return Object.fromEntries(items.map(({ Header, Value }) => [Header, Value]));
  };

  test.each(all)('$PathPattern keeps no window of theirs, and is loaded by them only if it is a film', (behavior) => {
    const headers = headersOf(behavior.ResponseHeadersPolicyId.Ref);
    expect(headers).toMatchObject({
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': behavior.PathPattern.startsWith('/v/') ? 'cross-origin' : 'same-origin',
    });
    expect(headers).not.toHaveProperty('Cross-Origin-Embedder-Policy');
    const features = headers['Permissions-Policy']?.split(', ') ?? [];
    expect(features.filter((feature) => !feature.endsWith('=()'))).toEqual([
      'autoplay=(self)',
      'encrypted-media=(self)',
      'fullscreen=(self)',
      'picture-in-picture=(self)',
    ]);
    expect(features).toEqual(expect.arrayContaining(['camera=()', 'geolocation=()', 'microphone=()', 'payment=()']));
  });
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
