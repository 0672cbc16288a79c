import { RemovalPolicy } from 'aws-cdk-lib';
import { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** An own name for the distribution. Its zone is in the same account, so that the certificate validates itself. */
export interface Domain {
  /** `watch.example.com` */
  readonly name: string;
  readonly hostedZoneId: string;
  /** `example.com` */
  readonly zoneName: string;
}

export interface SignIn {
  /** Whether people make their own accounts; where they do not, administrators invite them. */
  readonly selfSignUp: boolean;
  /**
   * Prefix of Cognito's own domain for managed login, unique among all accounts of the region.
   * @default - made from the stage's name and the stack's id, which no other stack has
   */
  readonly domainPrefix?: string;
}

export interface Limits {
  /** Largest source that is accepted, in bytes. S3 itself takes 5 TB. */
  readonly sourceBytes: number;
  /** Longest film that is accepted, in seconds. */
  readonly durationSeconds: number;
  /** How long the workflow waits for one MediaConvert job before it asks after its state, in seconds. */
  readonly jobSeconds: number;
  /** How often it asks, and waits again, before it gives up. */
  readonly jobChecks: number;
  /** How long the signature of a playback session holds, in seconds; the player's heartbeats renew it. */
  readonly sessionSeconds: number;
  /** After which a session is not renewed any more, in seconds. */
  readonly longestSessionSeconds: number;
  /** How many films one viewer may have open at once. */
  readonly concurrentSessions: number;
  /** Requests from one address within five minutes before the edge blocks it. */
  readonly requestsPerFiveMinutes: number;
  /** API requests per second, on average and at once. */
  readonly apiRate: number;
  readonly apiBurst: number;
}

export interface Speech {
  /** What films are captioned and dubbed into unless their upload says otherwise. BCP 47 tags, at most 50. */
  readonly languages: readonly string[];
  /**
   * Transcribe's language codes to choose from where a film's language is not declared: the fewer, the surer. One
   * country's variety of each language.
   * @default - empty: all that the service knows
   */
  readonly languageOptions: readonly string[];
  /** Transcribe's custom vocabularies by language code: names that it would not know. */
  readonly vocabularies: Readonly<Record<string, string>>;
  /** Translate's custom terminologies: terms, and names that are not to be translated. */
  readonly terminologies: readonly string[];
  /** @default - the service's own, which depends on the language */
  readonly formality?: 'FORMAL' | 'INFORMAL';
}

/** Keys from our own provider, for EME's clear key: it proves that films are encrypted, and keeps no pirate out. */
export interface OwnDrm {
  readonly keyProvider: 'own';
}

/** Keys from a DRM vendor, who also runs the licence servers. */
export interface VendorDrm {
  /** The vendor's SPEKE v2 endpoint at API Gateway in the stage's region: `https://{api}.execute-api.{region}.…` */
  readonly keyProvider: `https://${string}`;
  /** Where players get licences, by system; `{session}` stands for the playback session's id. */
  readonly licenseUrls: Readonly<Partial<Record<'widevine' | 'playready' | 'fairplay', string>>>;
}

export type Drm = OwnDrm | VendorDrm;

/** What differs between the places that OmniStream is deployed to. */
export interface Stage {
  readonly name: string;
  readonly region: string;
  /** Where the content and the `assets` table are replicated to. */
  readonly replicaRegion: string;
  /** Kept buckets, tables, keys and users, and stacks that refuse to be deleted. */
  readonly protectData: boolean;
  /** What becomes of data when its stack is deleted. A bucket that still holds objects stays in any case. */
  readonly removalPolicy: RemovalPolicy;
  readonly logRetention: RetentionDays;
  readonly priceClass: PriceClass;
  readonly signIn: SignIn;
  readonly limits: Limits;
  readonly speech: Speech;
  /**
   * Numbers of the keys that playback is signed with. The last one signs; those before it are still accepted. To
   * rotate, add the next number, deploy, and take the oldest away once its sessions have ended.
   */
  readonly signingKeys: readonly number[];
  /** Whether a playback session holds only in the country that it was opened in. @default false */
  readonly bindCountry?: boolean;
  /**
   * How many recommenders run, of `useCases` in lambda/shared/recommenders.ts from the first on: 0 to 5. Each is paid for
   * by the hour, asked or not: five of them cost about 1,300 USD a month. Rows without a recommender are made of what is
   * popular, and new.
   */
  readonly maxRecommenders: number;
  /**
   * Numbers of Personalize's dataset groups. The last one is learned from; those before it are asked where it has no
   * recommender yet. For a change that a group cannot take, add the next number, deploy, and take the oldest away once
   * the lifecycle reports its recommenders as missing: docs/adr/0027.
   */
  readonly personalizeGenerations: readonly number[];
  /**
   * Whose keys films are encrypted by. Films that were encoded before stay as they are.
   * @default - films are not encrypted
   */
  readonly drm?: Drm;
  /**
   * ARN of the QuickSight user or group that the dashboard belongs to; QuickSight must be signed up for in the account.
   * @default - there is no dashboard
   */
  readonly quickSightPrincipal?: string;
  /** @default - the distribution's own `*.cloudfront.net` name */
  readonly domain?: Domain;
}

const gibibyte = 1024 ** 3;
const hour = 3600;

const limits: Limits = {
  sourceBytes: 50 * gibibyte,
  durationSeconds: 6 * hour,
  jobSeconds: 12 * hour,
  jobChecks: 3,
  // Players that cannot send heartbeats, or load new manifests in the midst, play the longest film to its end.
  sessionSeconds: 8 * hour,
  longestSessionSeconds: 24 * hour,
  concurrentSessions: 3,
  // Two-second segments of picture and sound are 300 requests in five minutes; a household behind one address has
  // several screens, and seeking is greedy.
  requestsPerFiveMinutes: 6000,
  apiRate: 200,
  apiBurst: 400,
};

const speech: Speech = { languages: [], languageOptions: [], vocabularies: {}, terminologies: [] };

const dev: Stage = {
  name: 'dev',
  region: 'eu-west-1',
  replicaRegion: 'eu-central-1',
  protectData: false,
  removalPolicy: RemovalPolicy.DESTROY,
  logRetention: RetentionDays.TWO_WEEKS,
  priceClass: PriceClass.PRICE_CLASS_100,
  signIn: { selfSignUp: true },
  limits: { ...limits, sourceBytes: 5 * gibibyte, durationSeconds: 2 * hour, apiRate: 50, apiBurst: 100 },
  speech,
  signingKeys: [1],
  maxRecommenders: 0,
  personalizeGenerations: [1],
};

const prod: Stage = {
  name: 'prod',
  region: 'eu-west-1',
  replicaRegion: 'eu-central-1',
  protectData: true,
  removalPolicy: RemovalPolicy.RETAIN,
  logRetention: RetentionDays.SIX_MONTHS,
  priceClass: PriceClass.PRICE_CLASS_ALL,
  signIn: { selfSignUp: true },
  limits,
  speech: { ...speech, languages: ['es', 'fr', 'de'] },
  signingKeys: [1],
  maxRecommenders: 3,
  personalizeGenerations: [1],
};

const stages: Readonly<Record<string, Stage>> = { dev, prod };

/** The stage of that name. Throws an error that lists the names there are. */
export function stageNamed(name: unknown): Stage {
  const stage = typeof name === 'string' && Object.hasOwn(stages, name) ? stages[name] : undefined;
  if (!stage) throw new Error(`There is no stage '${name}'. Choose one of: ${Object.keys(stages).join(', ')}`);
  return stage;
}

/** The stage with films encrypted by our own key provider, when `word` (context `drm`) is `own`. Throws for other words. */
export function withDrm(stage: Stage, word: unknown): Stage {
  if (word === undefined) return stage;
  if (word !== 'own') throw new Error(`The context 'drm' is '${word}'; it can be nothing but 'own'`);
  return { ...stage, drm: { keyProvider: 'own' } };
}

/** The stage with a dashboard that belongs to `principal` (context `quickSightPrincipal`). Throws for what is no such ARN. */
export function withDashboard(stage: Stage, principal: unknown): Stage {
  if (principal === undefined) return stage;
  if (typeof principal !== 'string' || !/^arn:aws[\w-]*:quicksight:[\w-]+:\d{12}:(user|group)\/./.test(principal)) {
    const form = 'arn:aws:quicksight:{region}:{account}:user/{namespace}/{name}';
    throw new Error(`The context 'quickSightPrincipal' is '${principal}'; it is the ARN of a user or group: ${form}`);
  }
  return { ...stage, quickSightPrincipal: principal };
}

/** The stage with so many recommenders (context `maxRecommenders`: `npm start` asks for all). Throws for what is no such number. */
export function withRecommenders(stage: Stage, count: unknown): Stage {
  if (count === undefined) return stage;
  if (!/^[0-5]$/.test(String(count))) {
    throw new Error(`The context 'maxRecommenders' is '${count}'; it is a number from 0 to 5`);
  }
  return { ...stage, maxRecommenders: Number(count) };
}
