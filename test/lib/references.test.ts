import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { stageNamed } from '../../lib/context';
import { decidingProperties, suffixIn } from '../../lib/reference-names';
import { synthesized } from './synthesis';

const text = (stageName: string, changes: Parameters<typeof synthesized>[1] = {}) => {
  const { templates } = synthesized(stageName, changes);
  return Object.fromEntries(
    Object.entries(templates).map(([name, template]) => [name, JSON.stringify(template.toJSON())]),
  );
};

test('the deciding properties are the create-only ones of CloudFormation’s schemas', () => {
  const specification = loadAwsServiceSpecSync();
  for (const [type, { replacing, inPlace = {} }] of Object.entries(decidingProperties)) {
    const [resource] = [...specification.lookup('resource', 'cloudFormationType', 'equals', type)];
    const { properties = {}, attributes = {} } = resource ?? {};
    const createOnly = Object.entries(properties).filter(
      ([, { causesReplacement = 'no' }]) => causesReplacement !== 'no',
    );
    expect([type, ...replacing]).toEqual([type, ...createOnly.map(([name]) => name).sort()]);
    for (const [attribute, names] of Object.entries(inPlace)) {
      expect(Object.keys(attributes)).toContain(attribute);
      expect(Object.keys(properties)).toEqual(expect.arrayContaining([...names]));
    }
  }
});

test('another login domain changes the stack that sends people there', () => {
  const { signIn } = stageNamed('dev');
  const [before, after] = ['one', 'other'].map((domainPrefix) => text('dev', { signIn: { ...signIn, domainPrefix } }));
  expect(after?.auth).not.toBe(before?.auth);
  expect(after?.delivery).not.toBe(before?.delivery);
  expect(after?.storage).toBe(before?.storage);
});

describe('the name of an output', () => {
  const template = {
    Group: { Type: 'AWS::Personalize::DatasetGroup', Properties: { Name: 'one' } },
    Tracker: {
      Type: 'AWS::Personalize::EventTracker',
      Properties: { Name: 'tracker', DatasetGroupArn: { 'Fn::GetAtt': ['Group', 'DatasetGroupArn'] } },
    },
    Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } } },
    Other: { Type: 'AWS::Example::Other' },
  };
  const changed = (logicalId: 'Group' | 'Table', properties: object) => ({
    ...template,
    [logicalId]: { ...template[logicalId], Properties: { ...template[logicalId].Properties, ...properties } },
  });

  test('changes with a resource that is replaced, and with one whose own parts are', () => {
    const before = suffixIn(template, 'Tracker', 'TrackingId');
    expect(before).toMatch(/^[0-9a-f]{8}$/);
    expect(suffixIn(changed('Group', { Name: 'two' }), 'Tracker', 'TrackingId')).not.toBe(before);
  });

  test('changes with what decides one attribute in place, and not for the others', () => {
    const other = changed('Table', { StreamSpecification: { StreamViewType: 'KEYS_ONLY' } });
    expect(suffixIn(other, 'Table', 'StreamArn')).not.toBe(suffixIn(template, 'Table', 'StreamArn'));
    expect(suffixIn(other, 'Table', 'Arn')).toBe(suffixIn(template, 'Table', 'Arn'));
  });

  test('stays for a change that replaces nothing', () => {
    const tagged = changed('Table', { BillingMode: 'PROVISIONED' });
    expect(suffixIn(tagged, 'Table', 'Arn')).toBe(suffixIn(template, 'Table', 'Arn'));
  });

  test('is refused for a type of which nothing is known', () => {
    expect(() => suffixIn(template, 'Other')).toThrow(/Add AWS::Example::Other to decidingProperties/);
  });
});
