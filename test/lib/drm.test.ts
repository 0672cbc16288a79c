import { Match } from 'aws-cdk-lib/assertions';

import { expectNames, resourceNames } from './resource-names';
import { resourcesOf, synthesized } from './synthesis';

const vendor = {
  keyProvider: 'https://abcdefghij.execute-api.eu-west-1.amazonaws.com/prod/speke',
  licenseUrls: { widevine: 'https://drm.example.com/widevine?s={session}', fairplay: 'https://drm.example.com/fps' },
} as const;

describe.each(['dev', 'prod'])('%s as it is', (stage) => {
  const { templates } = synthesized(stage);

  test('has no key provider, no licences, no master secret, and nobody who may ask for keys', () => {
    const all = Object.values(templates).map((template) => JSON.stringify(template.toJSON()));
    for (const template of all) expect(template).not.toMatch(/ContentKeys|KeyProvider|License[^_]|execute-api:Invoke/);
    expectNames(resourceNames(templates, 'AWS::ApiGatewayV2::Api'), ['delivery.PublicApi']);
  });

  test('encodes in the clear', () => {
    for (const [name, { Properties }] of resourcesOf(templates, 'AWS::Lambda::Function')) {
      const { KEY_PROVIDER_URL, LICENSE_URLS } = Properties.Environment?.Variables ?? {};
      expect([name, KEY_PROVIDER_URL ?? '']).toEqual([name, '']);
      expect([name, LICENSE_URLS ?? '{}']).toEqual([name, '{}']);
    }
  });
});

describe('with keys of our own', () => {
  const { templates } = synthesized('dev', { drm: { keyProvider: 'own' } });
  const { pipeline, storage, delivery } = templates;

  test('nobody asks for keys but who signs the request, and of all roles only the encoder’s may', () => {
    pipeline.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      AuthorizationType: 'AWS_IAM',
      RouteKey: 'POST /speke/v2.0/copyProtection',
    });
    const allowed = resourcesOf(templates, 'AWS::IAM::Policy').filter(([, { Properties }]) =>
      JSON.stringify(Properties.PolicyDocument).includes('execute-api:Invoke'),
    );
    expect(allowed.map(([name]) => name)).toEqual([expect.stringMatching(/^pipeline\.EncoderRole/)]);
    expect(JSON.stringify(allowed[0]?.[1].Properties.PolicyDocument)).toContain(
      '/$default/POST/speke/v2.0/copyProtection',
    );
  });

  test('the master secret is made by Secrets Manager, and only the two who derive keys may read it', () => {
    storage.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
      KmsKeyId: Match.anyValue(),
    });
    const readers = resourcesOf(templates, 'AWS::IAM::Policy').filter(([, { Properties }]) =>
      /ContentKeysMaster/.test(JSON.stringify(Properties.PolicyDocument)),
    );
    expect(readers.map(([name]) => name.replace(/RoleDefaultPolicy.*/, '')).sort()).toEqual([
      'delivery.License',
      'pipeline.EncoderEncryptionKeyProviderHandler',
    ]);
  });

  test('films and dubs are encrypted by them, and playback knows where players get them', () => {
    const encrypting = resourcesOf(templates, 'AWS::Lambda::Function').filter(
      ([, { Properties }]) => Properties.Environment?.Variables?.DRM_SYSTEMS === 'clearkey',
    );
    expect(encrypting.map(([name]) => name.replace(/Function.*/, '')).sort()).toEqual([
      'pipeline.SpeechTranscodeDub',
      'pipeline.Transcode',
    ]);
    delivery.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'POST /api/sessions/{id}/license' });
    expect(JSON.stringify(delivery.toJSON())).toContain('/api/sessions/{session}/license');
  });

  test('nothing of what was there before gets another logical id', () => {
    const before = synthesized('dev').templates;
    for (const [stack, template] of Object.entries(before)) {
      const now = Object.keys(templates[stack as keyof typeof templates]?.toJSON().Resources ?? {});
      const ids = Object.keys(template.toJSON().Resources).filter((id) => !/Deployment|CurrentVersion/.test(id));
      expect(now).toEqual(expect.arrayContaining(ids));
    }
  });
});

test.each(['dev', 'prod'])(
  'the master secret of %s outlives its stack, and is in the second region as well',
  (stage) => {
    const { storage } = synthesized(stage, { drm: { keyProvider: 'own' } }).templates;
    const [secret] = Object.values(storage.findResources('AWS::SecretsManager::Secret'));
    expect([secret?.DeletionPolicy, secret?.UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    expect(secret?.Properties.ReplicaRegions).toEqual([{ Region: 'eu-central-1', KmsKeyId: expect.anything() }]);
  },
);

describe('with keys of a vendor', () => {
  const { templates } = synthesized('prod', { drm: vendor });

  test('the encoder may call the vendor’s endpoint, and there is none of ours', () => {
    const policies = JSON.stringify(templates.pipeline.findResources('AWS::IAM::Policy'));
    expect(policies).toContain(':abcdefghij/prod/POST/speke');
    expectNames(resourceNames(templates, 'AWS::ApiGatewayV2::Api'), ['delivery.PublicApi']);
    expect(JSON.stringify(templates.storage.toJSON())).not.toContain('ContentKeys');
  });

  test('players are sent to the vendor’s licence servers', () => {
    const playback = resourcesOf(templates, 'AWS::Lambda::Function').find(([name]) => /Playback/.test(name))?.[1];
    expect(JSON.parse(playback?.Properties.Environment.Variables.LICENSE_URLS)).toEqual({
      'com.widevine.alpha': vendor.licenseUrls.widevine,
      'com.apple.fps': vendor.licenseUrls.fairplay,
    });
  });

  test('an endpoint that MediaConvert would not call is refused', () => {
    const elsewhere = 'https://abcdefghij.execute-api.us-east-1.amazonaws.com/prod/speke' as const;
    for (const keyProvider of [elsewhere, 'https://drm.example.com/speke'] as const) {
      expect(() => synthesized('prod', { drm: { ...vendor, keyProvider } })).toThrow(/API Gateway in eu-west-1/);
    }
    expect(() => synthesized('prod', { drm: { ...vendor, licenseUrls: {} } })).toThrow(/licence URL/);
  });
});
