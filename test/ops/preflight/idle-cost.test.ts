import type { TemplateResource } from '../../../ops/assembly';
import { costLine } from '../../../ops/preflight/idle-cost';

const stack = (resources: Record<string, TemplateResource>) => ({
  ...{ name: 'One', region: 'eu-west-1', terminationProtection: false, dependsOn: [], resources },
});

test('preflight sums up all stacks by the prices of npm run cost', () => {
  const line = costLine([
    stack({ A: { Type: 'AWS::KMS::Key' }, Alarm: { Type: 'AWS::CloudWatch::Alarm' } }),
    stack({
      C: { Type: 'AWS::KMS::Key' },
      Firewall: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}] } },
      Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { ReplicaRegions: [{}] } },
      Free: { Type: 'AWS::Lambda::Function' },
    }),
  ]);
  // Keys 2, web ACL 5 and two rules, secret 0.40 in two regions, alarm 0.10.
  expect(line).toContain('about 9.90 USD a month (WAF 7.00, KMS 2.00, Secrets Manager 0.80, CloudWatch 0.10)');
});

test('a stage with nothing that is paid by the month costs nothing', () => {
  expect(costLine([stack({ Free: { Type: 'AWS::Lambda::Function' } })])).toContain('about 0.00 USD');
});
