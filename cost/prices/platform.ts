import { type Entry, listed, onPage, recorded } from './entry';

const million = 1_000_000;

/** Prices of functions, workflows, the API and sign-in. */
export const platform = {
  'lambda.request': {
    service: 'Lambda',
    what: 'Requests',
    unit: 'million requests',
    per: million,
    free: 1,
    in: { 'us-east-1': recorded(0.2, 'lambda_function') },
  },
  'lambda.compute': {
    service: 'Lambda',
    what: 'Compute, arm64',
    unit: 'GB-second',
    free: 400_000,
    in: { 'us-east-1': recorded(0.0000133334, 'lambda_function') },
  },
  'xray.trace': {
    service: 'X-Ray',
    what: 'Traces recorded',
    unit: 'million traces',
    per: million,
    free: 0.1,
    in: { any: onPage(5, 'https://aws.amazon.com/xray/pricing/', '2026-11-30', 'quoted') },
  },
  'states.transition': {
    service: 'Step Functions',
    what: 'Standard, state transitions',
    unit: '1,000 transitions',
    per: 1000,
    in: { 'us-east-1': recorded(0.025, 'sfn_state_machine') },
  },
  'events.custom': {
    service: 'EventBridge',
    what: 'Custom and opt-in events',
    unit: 'million events',
    per: million,
    in: { 'us-east-1': recorded(1, 'cloudwatch_event_bus') },
  },
  'scheduler.invocation': {
    service: 'EventBridge',
    what: 'Scheduler',
    unit: 'million invocations',
    per: million,
    free: 14,
    in: { 'eu-west-2': listed(1.15, 'AWSEvents', 'eu-west-2', '2026-09-24') },
  },
  'api.request': {
    service: 'API Gateway',
    what: 'HTTP API, first 300 million',
    unit: 'million requests',
    per: million,
    in: {
      'us-east-1': recorded(
        [
          { upTo: 300, usd: 1 },
          { upTo: Number.POSITIVE_INFINITY, usd: 0.9 },
        ],
        'apigatewayv2_api',
      ),
    },
  },
  'sns.publish': {
    service: 'SNS',
    what: 'Messages published',
    unit: 'million requests',
    per: million,
    free: 1,
    in: {
      'eu-west-1': recorded(0.5, 'sns_topic', '2024-12-04'),
      'us-east-1': recorded(0.5, 'sns_topic', '2024-12-04'),
    },
  },
  'sqs.request': {
    service: 'SQS',
    what: 'Standard queues',
    unit: 'million requests',
    per: million,
    free: 1,
    in: { 'us-east-1': recorded(0.4, 'sqs_queue') },
  },
  'cognito.essentials': {
    service: 'Cognito',
    what: 'Essentials, users who sign in',
    unit: 'person and month',
    free: 10_000,
    in: {
      'us-west-2': onPage(
        0.015,
        'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonCognito/current/us-west-2/index.json',
        '2026-11-30',
        'quoted',
      ),
    },
  },
  'cognito.lite': {
    service: 'Cognito',
    what: 'Lite, users who sign in',
    unit: 'person and month',
    free: 10_000,
    in: {
      'us-west-2': onPage(
        0.0055,
        'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonCognito/current/us-west-2/index.json',
        '2026-11-30',
        'quoted',
      ),
    },
  },
  'cognito.plus': {
    service: 'Cognito',
    what: 'Plus, users who sign in',
    unit: 'person and month',
    in: {
      'us-west-2': onPage(
        0.02,
        'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonCognito/current/us-west-2/index.json',
        '2026-11-30',
        'quoted',
      ),
    },
  },
} as const satisfies Record<string, Entry>;
