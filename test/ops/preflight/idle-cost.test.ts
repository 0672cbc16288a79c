import type { TemplateResource } from '../../../ops/assembly';
import { costLine, idleCost } from '../../../ops/preflight/idle-cost';

const stack = (resources: Record<string, TemplateResource>) => ({
  ...{ name: 'One', region: 'eu-west-1', terminationProtection: false, dependsOn: [], resources },
});

test('what is paid by the month is summed up over all stacks, replicas and rules included', () => {
  const cost = idleCost([
    stack({ A: { Type: 'AWS::KMS::Key' }, B: { Type: 'AWS::KMS::Key' }, Alarm: { Type: 'AWS::CloudWatch::Alarm' } }),
    stack({
      C: { Type: 'AWS::KMS::Key' },
      Firewall: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}] } },
      Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { ReplicaRegions: [{}] } },
      Free: { Type: 'AWS::Lambda::Function' },
    }),
  ]);
  expect(cost.parts.map(({ noun, count, usd }) => `${noun}: ${count} for ${usd}`)).toEqual([
    ...['KMS keys: 3 for 3', 'web ACL and its rules: 1 for 7', 'secrets: 1 for 0.8', 'alarms: 1 for 0.1'],
  ]);
  expect(cost.usd).toBe(10.9);
  expect(costLine(cost)).toContain('about 10.90 USD a month');
});

test('a stage without any of it costs nothing', () => {
  expect(idleCost([stack({ Free: { Type: 'AWS::Lambda::Function' } })]).usd).toBe(0);
});
