import { type Entry, onPage, recorded } from './entry';

/** Prices of keys, secrets, the firewall and monitoring. */
export const security = {
  'kms.key': {
    service: 'KMS',
    what: 'Keys',
    unit: 'key and month',
    in: { 'us-east-1': recorded(1, 'kms_key') },
    note: 'The price list counts key versions: a key that AWS has rotated counts as two.',
  },
  'kms.request': {
    service: 'KMS',
    what: 'Requests',
    unit: '10,000 requests',
    per: 10_000,
    free: 2,
    in: { 'us-east-1': recorded(0.03, 'kms_key') },
  },
  'secrets.secret': {
    service: 'Secrets Manager',
    what: 'Secrets',
    unit: 'secret and month',
    in: { 'us-east-1': recorded(0.4, 'secretsmanager_secret') },
  },
  'secrets.request': {
    service: 'Secrets Manager',
    what: 'Requests',
    unit: '10,000 requests',
    per: 10_000,
    in: { 'us-east-1': recorded(0.05, 'secretsmanager_secret') },
  },
  'waf.acl': {
    service: 'WAF',
    what: 'Web ACL',
    unit: 'ACL and month',
    in: { 'us-east-1': recorded(5, 'wafv2_web_acl') },
  },
  'waf.rule': {
    service: 'WAF',
    what: 'Rules',
    unit: 'rule and month',
    in: { 'us-east-1': recorded(1, 'wafv2_web_acl') },
  },
  'waf.request': {
    service: 'WAF',
    what: 'Requests',
    unit: 'million requests',
    per: 1_000_000,
    in: { 'us-east-1': recorded(0.6, 'wafv2_web_acl') },
  },
  'cloudwatch.alarm': {
    service: 'CloudWatch',
    what: 'Metrics of alarms',
    unit: 'metric and month',
    free: 10,
    in: { 'us-east-1': recorded(0.1, 'cloudwatch_metric_alarm') },
    note: 'An alarm on an expression is billed for each metric of the expression.',
  },
  'cloudwatch.composite': {
    service: 'CloudWatch',
    what: 'Composite alarms',
    unit: 'alarm and month',
    in: {
      'us-east-1': onPage(0.5, 'https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm', '2026-11-30', 'statement'),
    },
  },
  'cloudwatch.metric': {
    service: 'CloudWatch',
    what: 'Custom metrics, the first 10,000',
    unit: 'metric and month',
    free: 10,
    in: { 'us-east-1': onPage(0.3, 'https://aws.amazon.com/cloudwatch/pricing/', '2026-11-30', 'quoted') },
    note: 'Metrics of functions are billed for the hours in which they are written; those of replication always.',
  },
  'cloudwatch.ingest': {
    service: 'CloudWatch',
    what: 'Ingested logs',
    unit: 'GB',
    free: 5,
    in: { 'us-east-1': recorded(0.5, 'cloudwatch_log_group') },
  },
  'cloudwatch.storage': {
    service: 'CloudWatch',
    what: 'Logs kept',
    unit: 'GB-month',
    in: { 'us-east-1': recorded(0.03, 'cloudwatch_log_group') },
  },
  'cloudwatch.dashboard': {
    service: 'CloudWatch',
    what: 'Dashboards',
    unit: 'dashboard and month',
    in: { 'us-east-1': recorded(3, 'cloudwatch_dashboard') },
  },
} as const satisfies Record<string, Entry>;
