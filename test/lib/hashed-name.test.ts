import { App, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { hashedName, hashOf } from '../../lib/constructs/hashed-name';

// The types here are made up.
process.env.CDK_VALIDATION = 'false';

type Properties = Readonly<Record<string, unknown>>;

/** The name in a template, and the create-only properties beside it. */
function written(createOnly: (stack: Stack) => Properties) {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const properties = createOnly(stack);
  new CfnResource(stack, 'Named', {
    type: 'Test::Named',
    properties: { Name: hashedName('name', properties), ...properties },
  });
  const { Name, ...others } = Template.fromStack(stack).toJSON().Resources.Named.Properties;
  return { name: Name as string, others: others as Properties };
}

test('the name ends in the hash of what stands in the template', () => {
  const { name, others } = written((stack) => {
    const bucket = new CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket' });
    return { Target: Fn.join('/', [bucket.getAtt('Arn').toString(), 'edge']), Format: 'parquet' };
  });
  expect(others.Target).toEqual({ 'Fn::Join': ['/', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'edge']] });
  expect(name).toBe(`name-${hashOf(others)}`);
  expect(name).toMatch(/^name-[0-9a-f]{8}$/);
});

test('references to other stacks are hashed as they are written', () => {
  const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'weak' } });
  const producer = new Stack(app, 'Producer');
  const consumer = new Stack(app, 'Consumer');
  const Target = new CfnResource(producer, 'Bucket', { type: 'AWS::S3::Bucket' }).getAtt('Arn').toString();
  new CfnResource(consumer, 'Named', {
    type: 'Test::Named',
    properties: { Name: hashedName('name', { Target }), Target },
  });
  const { Name, ...others } = Template.fromStack(consumer).toJSON().Resources.Named.Properties;
  expect(JSON.stringify(others)).toContain('Producer');
  expect(Name).toBe(`name-${hashOf(others)}`);
});

test('it changes with each property, and not with their order', () => {
  const name = (properties: Properties) => written(() => properties).name;
  expect(name({ A: '1', B: { C: '2', D: ['3'] } })).toBe(name({ B: { D: ['3'], C: '2' }, A: '1' }));
  const all = [{ A: '1' }, { A: '2' }, { B: '1' }, { A: '1', B: '1' }, { A: ['1', '2'] }, { A: ['2', '1'] }].map(name);
  expect(new Set(all).size).toBe(all.length);
});
