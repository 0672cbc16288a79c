import { type Claim, claim, noText, source, test } from '../evidence/evidence';

/** Claims about quotas. */
export const notes: readonly Claim[] = [
  claim(
    'Each stage uses at most nine tenths of each of these quotas. A test fails above that, and `npm run validate` fails if a quota is exceeded.',
    test('checks/rules', 'has a tenth of each quota left'),
    source('checks/rules/quotas.ts', 'Split it, or make it smaller.'),
  ),
  claim(
    'Several stages of one account share some quotas (policies, key groups, public keys, dataset groups, Lambda concurrency). `npm run preflight` compares them with the account before a deployment.',
    test('ops/preflight/preflight', 'a full quota of CloudFront is a problem, and a raised one is none'),
    source('ops/preflight/checks/deployment.ts', "'Concurrent executions' (Service Quotas, AWS Lambda, L-B99A9384)"),
  ),
  claim(
    'Calls to Translate and Polly stay below a rate. If they are throttled nevertheless, they are repeated with growing pauses.',
    test('lambda/speech/limits', 'no second sees more calls than twice the rate, and the rate holds in the long run'),
    test('lambda/speech/limits', 'waits grow twofold with full jitter up to a cap, and attempts are bounded'),
  ),
  claim(
    'This page does not count the concurrency and rates of MediaConvert, Transcribe, Athena and Cognito. They depend on the account and on the load, and no template contains them.',
    noText('checks/quotas.ts', 'MediaConvert'),
    noText('checks/quotas.ts', 'Transcribe'),
    noText('checks/quotas.ts', 'Athena'),
    noText('checks/quotas.ts', 'Cognito'),
  ),
];
