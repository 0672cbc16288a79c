import { RemovalPolicy } from 'aws-cdk-lib';
import { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Limits, Speech, Stage } from './config';

const gibibyte = 1024 ** 3;
const hour = 3600;

const limits: Limits = {
  sourceBytes: 50 * gibibyte,
  durationSeconds: 6 * hour,
  jobSeconds: 12 * hour,
  // A weekend.
  queueSeconds: 72 * hour,
  // Players that cannot send heartbeats or reload manifests can still play the longest film to its end.
  sessionSeconds: 8 * hour,
  longestSessionSeconds: 24 * hour,
  concurrentSessions: 3,
  sessionsPerHour: 200,
  perCreator: {
    openUploads: 50,
    uploadsPerDay: 200,
    sourceHoursPerDay: 100,
    languagesPerDay: 1_000,
    retriesPerDay: 50,
  },
  // Six hours in 1080p with three languages are about 70 USD (docs/cost.md).
  spend: { perFilm: 100, perCreatorPerMonth: 500, perMonth: 2_000 },
  // Two-second segments of picture and sound are 300 requests in five minutes; a household behind one address has
  // several screens, and seeking is greedy.
  requestsPerFiveMinutes: 6000,
  // A page that shows a film sends some ten requests a minute, an upload of the command line some hundred.
  tokenRequestsPerMinute: 600,
  // A household has several devices; a school behind one address has more, and waits at most a minute.
  addressRequestsPerMinute: 1200,
  apiRate: 200,
  apiBurst: 400,
};

const speech: Speech = { languages: [], languageOptions: [], vocabularies: {}, terminologies: [] };

/** Of one address. A class of pupils that signs up together waits for some minutes. */
export const mailRequestsPerTenMinutes = 20;

const dev: Stage = {
  name: 'dev',
  region: 'eu-west-1',
  replicaRegion: 'eu-central-1',
  protectData: false,
  removalPolicy: RemovalPolicy.DESTROY,
  logRetention: RetentionDays.TWO_WEEKS,
  priceClass: PriceClass.PRICE_CLASS_100,
  signIn: { selfSignUp: false },
  limits: {
    ...limits,
    sourceBytes: 5 * gibibyte,
    durationSeconds: 2 * hour,
    spend: { perFilm: 50, perCreatorPerMonth: 100, perMonth: 200 },
    apiRate: 50,
    apiBurst: 100,
  },
  speech,
  signingKeys: [1],
  originKeys: [1],
  maxRecommenders: 0,
  personalizeGenerations: [1],
};

/** As `dev`, with films encrypted with keys of the stage's own key provider, for Clear Key of EME. */
const devDrm: Stage = { ...dev, name: 'dev-drm', drm: { keyProvider: 'own' }, encryptedFilms: true };

const prod: Stage = {
  name: 'prod',
  region: 'eu-west-1',
  replicaRegion: 'eu-central-1',
  secondCopies: true,
  protectData: true,
  removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  logRetention: RetentionDays.ONE_MONTH,
  priceClass: PriceClass.PRICE_CLASS_ALL,
  // Users are invited, until `email` names an identity of SES.
  signIn: { selfSignUp: false, mailRequestsPerTenMinutes },
  limits,
  speech: { ...speech, languages: ['es', 'fr', 'de'] },
  signingKeys: [1],
  originKeys: [1],
  maxRecommenders: 3,
  personalizeGenerations: [1],
};

/** Account number of AWS's own examples. */
const nobodysAccount = '111122223333';

/** As `prod` with every optional part, so that the templates can be reviewed without an account. */
const review: Stage = {
  ...prod,
  name: 'review',
  reviewOnly: true,
  account: nobodysAccount,
  signIn: {
    selfSignUp: true,
    mailRequestsPerTenMinutes,
    domainPrefix: 'omnistream-review',
    email: { from: 'no-reply@example.com', verifiedDomain: 'example.com', senderName: 'OmniStream' },
  },
  signingKeys: [1, 2],
  originKeys: [1, 2],
  maxRecommenders: 5,
  bindCountry: true,
  speech: {
    languages: ['es', 'fr', 'de', 'pt-BR'],
    languageOptions: ['en-US', 'es-US'],
    vocabularies: { 'en-US': 'film-names' },
    terminologies: ['film-names'],
    formality: 'FORMAL',
  },
  drm: {
    keyProvider: 'https://abcdefghij.execute-api.eu-west-1.amazonaws.com/v1/speke/v2.0/copyProtection',
    licenseUrls: {
      widevine: 'https://license.example.com/widevine?session={session}',
      playready: 'https://license.example.com/playready?session={session}',
      fairplay: 'https://license.example.com/fairplay?session={session}',
    },
  },
  encryptedFilms: true,
  quickSightPrincipal: `arn:aws:quicksight:eu-west-1:${nobodysAccount}:user/default/reviewer`,
  alarms: {
    email: 'operators@example.com',
    topicArns: [`arn:aws:sns:eu-west-1:${nobodysAccount}:pager`],
    runbookUrl: 'https://example.com/omnistream/docs/runbook.md',
  },
  canary: { everyMinutes: 15, uploads: true },
  monthlyBudget: 2_000,
  domain: { name: 'watch.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' },
};

export const stages: Readonly<Record<string, Stage>> = { dev, 'dev-drm': devDrm, prod, review };
