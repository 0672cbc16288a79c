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
      Ratio: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { Metrics: [{ Expression: 'a / b' }, { MetricStat: {} }, { MetricStat: {} }] },
      },
      Both: { Type: 'AWS::CloudWatch::CompositeAlarm' },
      Films: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          ReplicationConfiguration: {
            Rules: [{ Destination: { Metrics: { Status: 'Enabled' } } }, { Destination: {} }],
          },
        },
      },
    }),
  ]);
  // Keys 2, web ACL 5 and two rules, secret 0.40 in two regions, alarms on three metrics 0.30, a composite one 0.50,
  // and four metrics of replication 1.20.
  expect(line).toContain('about 11.80 USD a month (WAF 7.00, KMS 2.00, CloudWatch 2.00, Secrets Manager 0.80)');
});

test('a stage with nothing that is paid by the month costs nothing', () => {
  expect(costLine([stack({ Free: { Type: 'AWS::Lambda::Function' } })])).toContain('about 0.00 USD');
});
