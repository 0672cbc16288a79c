import { ConfigurationError, type Stage } from '../../lib/config';
import { stageNamed } from '../../lib/context';
import { checkedStage } from '../../lib/stage-schema';
import { stages } from '../../lib/stages';

const dev = stageNamed('dev');
const { limits, speech, signIn } = dev;
const zone = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };
const own = { keyProvider: 'own' } as const;

test.each(Object.values(stages))('stage $name can be deployed', (stage) => {
  expect(checkedStage(stage)).toBe(stage);
});

const refused: [string, Partial<Stage>, RegExp][] = [
  ['a region that does not exist', { region: 'eu-west-9' }, /region: 'eu-west-9' is not an AWS region/],
  ['a copy in the same region', { replicaRegion: dev.region }, /replicaRegion: must not be the same as region/],
  ['a name that is too long for what it is part of', { name: 'a-stage-with-a-long-name' }, /name: must be 1 to 16/],
  ['a language as operating systems write it', { speech: { ...speech, languages: ['pt_BR'] } }, /write 'pt-BR'/],
  ['a language that is no tag', { speech: { ...speech, languages: ['German'] } }, /languages\.0: 'German' is not/],
  ['the name of a language', { speech: { ...speech, languages: ['Deutsch'] } }, /'Deutsch' is not .*; write 'de'/],
  ['a language that does not exist', { speech: { ...speech, languages: ['xx'] } }, /'xx' is not a language/],
  ['no language in particular', { speech: { ...speech, languages: ['mul'] } }, /'mul' does not name one language/],
  ['a language by its code of three letters', { speech: { ...speech, languages: ['ger'] } }, /write 'de'/],
  ['a language twice', { speech: { ...speech, languages: ['es', 'fr', 'es'] } }, /has 'es' twice/],
  ['a single language to choose from', { speech: { ...speech, languageOptions: ['en-US'] } }, /at least two codes/],
  [
    'a vocabulary of an unknown code',
    { speech: { ...speech, vocabularies: { en: 'names' } } },
    /'en' is not a language code/,
  ],
  ['two terminologies', { speech: { ...speech, terminologies: ['a', 'b'] } }, /at most one terminology/],
  ['a domain outside of its zone', { domain: { ...zone, name: 'watch.example.org' } }, /domain\.name: lies outside/],
  ['a zone that ends alike', { domain: { ...zone, name: 'watch.myexample.com' } }, /domain\.name: lies outside/],
  ['logs for longer than 30 days', { logRetention: 60 }, /logRetention: must be at most 30 days/],
  ['a limit of zero', { limits: { ...limits, concurrentSessions: 0 } }, /concurrentSessions: must be at least 1/],
  [
    'a budget of nothing',
    { limits: { ...limits, spend: { ...limits.spend, perFilm: 0 } } },
    /perFilm: must be more than 0/,
  ],
  [
    'a film that may cost more than its creator',
    { limits: { ...limits, spend: { ...limits.spend, perFilm: 150 } } },
    /perFilm: is higher than perCreatorPerMonth/,
  ],
  [
    'a creator who may spend more than the stage',
    { limits: { ...limits, spend: { ...limits.spend, perCreatorPerMonth: 250 } } },
    /perCreatorPerMonth: is higher than perMonth/,
  ],
  ['half a limit', { limits: { ...limits, apiRate: 0.5 } }, /limits\.apiRate/],
  ['a rate above the quota', { limits: { ...limits, apiRate: 20_000 } }, /apiRate: must be at most 10000/],
  [
    'a source above what S3 takes',
    { limits: { ...limits, sourceBytes: 6 * 1024 ** 4 } },
    /sourceBytes: must be at most/,
  ],
  [
    'a rate below what the firewall takes',
    { limits: { ...limits, requestsPerFiveMinutes: 9 } },
    /at least 10 requests/,
  ],
  [
    'sessions longer than the longest',
    { limits: { ...limits, longestSessionSeconds: 60 } },
    /sessionSeconds: is longer/,
  ],
  ['no signing key', { signingKeys: [] }, /signingKeys: must have at least one/],
  ['more keys than a group holds', { signingKeys: [1, 2, 3, 4, 5, 6] }, /at most 5 numbers/],
  ['keys out of order', { signingKeys: [2, 1] }, /signingKeys: must be in ascending order/],
  ['more recommenders than use cases', { maxRecommenders: 6 }, /maxRecommenders: must be at most 5/],
  ['a canary every minute', { canary: { everyMinutes: 1, uploads: true } }, /canary.everyMinutes: must be at least 5/],
  ['a canary twice a day', { canary: { everyMinutes: 720, uploads: true } }, /canary.everyMinutes: must be at most 60/],
  ['half a recommender', { maxRecommenders: 1.5 }, /maxRecommenders: must be a whole number/],
  ['no generation', { personalizeGenerations: [] }, /personalizeGenerations: must have at least one/],
  ['a reserved login domain', { signIn: { ...signIn, domainPrefix: 'my-cognito' } }, /must not contain 'aws'/],
  ['a sender that is no address', { signIn: { ...signIn, email: { from: 'OmniStream' } } }, /signIn\.email\.from/],
  [
    'a principal of another service',
    { quickSightPrincipal: 'arn:aws:iam::123456789012:user/a' },
    /QuickSight user or group/,
  ],
  ['encryption without a word on its films', { drm: own }, /encryptedFilms: must be true/],
  ['encryption that was taken away', { encryptedFilms: true }, /drm: is missing, but .* Restore drm, or/],
  [
    'a key provider without licences',
    { drm: { keyProvider: 'https://k.example.com', licenseUrls: {} }, encryptedFilms: true },
    /licence server/,
  ],
  [
    'people signing up by the default sender',
    { signIn: { ...signIn, selfSignUp: true, mailRequestsPerTenMinutes: 20 } },
    /selfSignUp: needs signIn\.email/,
  ],
  [
    'people signing up without a limit',
    { signIn: { ...signIn, selfSignUp: true, email: { from: 'films@example.com' } } },
    /signIn\.mailRequestsPerTenMinutes: must be set where users can sign up/,
  ],
  [
    'a rate of messages below what the firewall takes',
    { signIn: { ...signIn, mailRequestsPerTenMinutes: 5 } },
    /mailRequestsPerTenMinutes: must be at least 10 requests/,
  ],
  ['alarms for nobody', { alarms: {} }, /alarms: must have an email or topicArns/],
  ['an address that is none', { alarms: { email: 'operators' } }, /alarms\.email/],
  [
    'a FIFO topic, which cannot send e-mail',
    { alarms: { topicArns: ['arn:aws:sns:eu-west-1:123456789012:pager.fifo'] } },
    /alarms\.topicArns\.0: must be the ARN of a standard SNS topic/,
  ],
  [
    'a topic of a region without alarms',
    { alarms: { topicArns: ['arn:aws:sns:ap-south-1:123456789012:pager'] } },
    /alarms\.topicArns\.0: is in ap-south-1, where the stage has no alarms/,
  ],
  [
    'a runbook with an anchor',
    { alarms: { email: 'ops@example.com', runbookUrl: 'https://example.com/#top' } },
    /runbookUrl: must not have an anchor/,
  ],
  ['a budget that tells nobody', { monthlyBudget: 100 }, /monthlyBudget: needs alarms\.email/],
  [
    'a budget of nothing',
    { monthlyBudget: 0, alarms: { email: 'ops@example.com' } },
    /monthlyBudget: must be at least 1/,
  ],
  ['no origin key', { originKeys: [] }, /originKeys: must have at least one number/],
];

test.each(refused)('%s is refused, with its place and the way on', (_, changes, message) => {
  const check = () => checkedStage({ ...dev, ...changes });
  expect(check).toThrow(ConfigurationError);
  expect(check).toThrow(message);
});

test('all faults are named at once', () => {
  const check = () => checkedStage({ ...dev, region: 'mars', signingKeys: [] });
  expect(check).toThrow(/^Stage 'dev' cannot be deployed: region: .*; signingKeys: /);
});

test('encryption given up on purpose, and people invited, are taken', () => {
  expect(() => checkedStage({ ...dev, encryptedFilms: false })).not.toThrow();
  expect(() => checkedStage({ ...dev, protectData: true, signIn: { selfSignUp: false } })).not.toThrow();
});
