import type { AssemblyStack, TemplateResource } from '../../../ops/assembly';
import type { Account } from '../../../ops/preflight/account';
import { preflight, report } from '../../../ops/preflight/preflight';

/** An account in which a stage of everything can be deployed. */
const good: Account = {
  id: '111122223333',
  parameter: async () => '21',
  hasType: async () => true,
  stacks: async () => [],
  concurrency: async () => ({ limit: 1000, unreserved: 1000 }),
  domainPool: async () => undefined,
  isVerified: async () => true,
  isOutOfSandbox: async () => true,
  quickSightEdition: async () => 'ENTERPRISE',
  hasQuickSightPrincipal: async () => true,
  quotas: async () => new Map(),
  cloudFrontCount: async () => 1,
  personalizeCount: async () => 0,
  encoderQueues: async () => 1,
};

const principal = 'arn:aws:quicksight:eu-west-1:111122223333:user/default/somebody';
const identity = {
  'Fn::Join': [
    '',
    ['arn:', { Ref: 'AWS::Partition' }, ':ses:eu-west-1:', { Ref: 'AWS::AccountId' }, ':identity/films.example'],
  ],
};

const resources: Record<string, TemplateResource> = {
  Function: { Type: 'AWS::Lambda::Function', Properties: {} },
  Domain: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { Domain: 'films' } },
  Users: {
    Type: 'AWS::Cognito::UserPool',
    Properties: { EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', SourceArn: identity } },
  },
  Group: { Type: 'AWS::CloudFront::KeyGroup' },
  Schema: { Type: 'AWS::Personalize::Schema' },
  Queue: { Type: 'AWS::MediaConvert::Queue' },
  Dashboard: { Type: 'AWS::QuickSight::Dashboard', Properties: { Permissions: [{ Principal: principal }] } },
};

const stack: AssemblyStack = {
  ...{ name: 'OmniStream-dev-All', region: 'eu-west-1', terminationProtection: false, dependsOn: [], resources },
  bootstrap: { version: 6, parameter: '/cdk-bootstrap/hnb659fds/version' },
};

const fails = (name: string) => async () => {
  throw Object.assign(new Error('no'), { name });
};

/** `check: state` of what is not as in a good account. */
async function findings(over: Partial<Account>, stacks = [stack]): Promise<string[]> {
  const as = async (account: Account) =>
    (await preflight(stacks, account)).map(({ check, state, found }) => `${check}: ${state}: ${found}`);
  const before = new Set(await as(good));
  return (await as({ ...good, ...over })).filter((one) => !before.has(one));
}

test('an account in which everything is ready has no problems', async () => {
  const verdicts = await preflight([stack], good);
  expect(verdicts.filter(({ state }) => state === 'problem')).toEqual([]);
  expect(report(verdicts)).toMatch(/0 problems/);
});

test.each<[string, Partial<Account>, string]>([
  [
    'a region without bootstrap',
    { parameter: async () => undefined },
    'bootstrap: problem: the region is not bootstrapped',
  ],
  ['an old bootstrap', { parameter: async () => '5' }, 'bootstrap: problem: version is 5, but 6 is needed'],
  [
    'a type that the region does not have',
    { hasType: async (_region, type) => type !== 'AWS::Personalize::Schema' },
    'resource types: problem: not in this region: AWS::Personalize::Schema',
  ],
  [
    'a new account',
    { concurrency: async () => ({ limit: 10, unreserved: 10 }) },
    'Lambda concurrency: problem: the limit is 10, so viewers would be throttled',
  ],
  [
    "a domain of the account's own",
    { domainPool: async () => 'eu-west-1_other' },
    "sign-in domain: problem: 'films' belongs to the pool eu-west-1_other of this account",
  ],
  [
    'an unknown mail identity',
    { isVerified: async () => undefined },
    "SES identity: problem: the identity 'films.example' does not exist",
  ],
  [
    'an unverified mail identity',
    { isVerified: async () => false },
    "SES identity: problem: 'films.example' is not verified",
  ],
  [
    'the SES sandbox',
    { isOutOfSandbox: async () => false },
    'SES sandbox: problem: mail can be sent to verified addresses only',
  ],
  ['no QuickSight', { quickSightEdition: async () => undefined }, 'QuickSight: problem: the account has not signed up'],
  [
    'the wrong QuickSight',
    { quickSightEdition: async () => 'STANDARD' },
    'QuickSight: problem: the edition is STANDARD',
  ],
  [
    'no such QuickSight user',
    { hasQuickSightPrincipal: async () => false },
    `QuickSight principal: problem: ${principal} does not exist`,
  ],
  [
    'an account whose schemas are used up',
    { personalizeCount: async () => 500 },
    'Personalize schemas: problem: 500 of 500 places are used, and the stage needs 1',
  ],
])('%s is a problem', async (_name, over, expected) => {
  expect(await findings(over)).toEqual([expected]);
});

test('a full quota of CloudFront is a problem, and a raised one is none', async () => {
  const full = { cloudFrontCount: async () => 10 };
  expect(await findings(full)).toContain(
    'CloudFront KeyGroup: problem: 10 of 10 places are used, and the stage needs 1',
  );
  const raised = { ...full, quotas: async () => new Map([['Key groups per AWS account', 20]]) };
  expect(await findings(raised)).toContain('CloudFront KeyGroup: ok: 10 of 20 places are used, and the stage needs 1');
});

test('a stage that is deployed already needs no further places', async () => {
  const full = { cloudFrontCount: async () => 10, personalizeCount: async () => 500, stacks: async () => [stack.name] };
  expect((await findings(full)).filter((one) => one.includes('problem'))).toEqual([]);
});

test.each([
  ['AccessDeniedException', 'these credentials may not read it'],
  ['UnknownService', 'UnknownService: no'],
])('a call that AWS denies with %s gives an unknown result', async (name, found) => {
  expect(await findings({ isVerified: fails(name) })).toEqual([`SES identity: unknown: ${found}`]);
});

test('credentials that expire on the way end the run', async () => {
  await expect(preflight([stack], { ...good, parameter: fails('ExpiredToken') })).rejects.toThrow('no');
});

test('a domain that no pool of this account uses is unknown', async () => {
  const verdicts = await preflight([stack], good);
  expect(verdicts.find(({ check }) => check === 'sign-in domain')).toMatchObject({ state: 'unknown' });
});
