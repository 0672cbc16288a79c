import { type Resource, resourcesOf, synthesized } from './synthesis';

const { stacks, templates } = synthesized('prod');

test('stacks with data refuse to be deleted, the others can be', () => {
  const guarded = Object.entries(stacks).filter(([, stack]) => stack.terminationProtection);
  expect(guarded.map(([name]) => name)).toEqual(['auth', 'replica', 'storage', 'personalization', 'delivery']);
});

test.each(['AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable', 'AWS::KMS::Key', 'AWS::Cognito::UserPool'])(
  '%s outlives its stack',
  (type) => {
    const all = resourcesOf(templates, type);
    expect(all).not.toEqual([]);
    const lost = all.filter(([, { DeletionPolicy: deleted, UpdateReplacePolicy: replaced }]: [string, Resource]) => {
      const kept = (policy: string | undefined) => policy?.startsWith('Retain');
      return !kept(deleted) || !kept(replaced);
    });
    expect(lost).toEqual([]);
  },
);

test('tables and users are protected from a direct deletion too', () => {
  for (const [, { Properties }] of resourcesOf(templates, 'AWS::DynamoDB::GlobalTable')) {
    for (const replica of Properties.Replicas) expect(replica.DeletionProtectionEnabled).toBe(true);
  }
  templates.auth.hasResourceProperties('AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' });
});

test('a key waits thirty days before it is gone', () => {
  for (const [, { Properties }] of resourcesOf(templates, 'AWS::KMS::Key')) {
    expect(Properties.PendingWindowInDays).toBe(30);
  }
});
