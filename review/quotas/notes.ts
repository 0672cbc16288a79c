import { type Claim, claim, noText, source, test } from '../evidence/evidence';

/** What holds of quotas, beside the numbers. */
export const notes: readonly Claim[] = [
  claim(
    'Each stage has a tenth of each of these quotas left; one that is fuller fails the tests, and one that is exceeded fails `npm run validate`.',
    test('checks/rules', 'has a tenth of each quota left'),
    source('checks/rules/quotas.ts', 'Divide it, or make it smaller.'),
  ),
  claim(
    'What several stages of one account share (policies, key groups, public keys, dataset groups, Lambda concurrency) `npm run preflight` compares with the account before a deployment.',
    test('ops/preflight/preflight', 'a full quota of CloudFront is a problem, and a raised one is none'),
    source('ops/preflight/checks/deployment.ts', "'Concurrent executions' (Service Quotas, AWS Lambda, L-B99A9384)"),
  ),
  claim(
    'Calls to Translate and Polly are held below a rate, and repeated with growing pauses when they are throttled all the same.',
    test('lambda/speech/limits', 'no second sees more calls than twice the rate, and the rate holds in the long run'),
    test('lambda/speech/limits', 'waits grow twofold with full jitter up to a cap, and attempts are bounded'),
  ),
  claim(
    'Not counted here: the concurrency and rates of MediaConvert, Transcribe, Athena and Cognito. They depend on the account and on the load, and no template shows them.',
    noText('checks/quotas.ts', 'MediaConvert'),
    noText('checks/quotas.ts', 'Transcribe'),
    noText('checks/quotas.ts', 'Athena'),
    noText('checks/quotas.ts', 'Cognito'),
  ),
];
