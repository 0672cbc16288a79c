import type { RemovalPolicy } from 'aws-cdk-lib';
import type { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** A custom domain of the distribution. Its zone is in the same account, so that the certificate validates itself. */
interface Domain {
  /** `watch.example.com` */
  readonly name: string;
  readonly hostedZoneId: string;
  /** `example.com` */
  readonly zoneName: string;
}

interface SignIn {
  /** Whether users can create accounts, which needs `email` and a limit of requests. If not, administrators invite them. */
  readonly selfSignUp: boolean;
  /**
   * Prefix of Cognito's own domain for managed login, unique among all accounts of the region.
   * @default - made from the stage's name and the stack's id, which no other stack has
   */
  readonly domainPrefix?: string;
  /**
   * Amazon SES sends the user pool's messages, from an identity that is verified there.
   * @default - Cognito's own sender, with a maximum of about 50 messages per day
   */
  readonly email?: Email;
  /**
   * Maximum of requests from one IP address within ten minutes that send a message, for each operation separately. A
   * stage with self sign-up needs it.
   * @default - the user pool has no web ACL, and only Cognito's own quotas apply
   */
  readonly mailRequestsPerTenMinutes?: number;
}

export interface Email {
  /** `no-reply@example.com` */
  readonly from: string;
  /** `example.com`, if the domain is the verified identity. @default - the address is the verified identity */
  readonly verifiedDomain?: string;
  /** Sender name that is shown with the address. @default - only the address is shown */
  readonly senderName?: string;
  /** Region of the verified identity. @default - the stage's region */
  readonly region?: string;
}

interface CreatorLimits {
  /** Uploads that are open at once. Those that are not completed within a week are deleted. */
  readonly openUploads: number;
  readonly uploadsPerDay: number;
  /** Hours of film that are encoded; a film whose container has no duration counts as the longest one. */
  readonly sourceHoursPerDay: number;
  /** Languages that are added to films, by uploads and later. */
  readonly languagesPerDay: number;
  /** Retries of failed films. */
  readonly retriesPerDay: number;
}

/**
 * Maxima of what films may cost, in USD by list prices: encoding, recognition, translation, voices and a month of storage.
 * A film above one of them waits for an administrator; languages above one of them are refused. A month begins at midnight
 * UTC.
 */
interface SpendLimits {
  /** Of one film with all its languages and repeated attempts. */
  readonly perFilm: number;
  /** Of all films of one creator within a month. */
  readonly perCreatorPerMonth: number;
  /** Of all films of the stage within a month. */
  readonly perMonth: number;
}

export interface Limits {
  /** Maximum size of a source, in bytes; at most 5 TB, the maximum of S3. */
  readonly sourceBytes: number;
  /** Maximum duration of a film, in seconds. */
  readonly durationSeconds: number;
  /** How long an encoding or a transcription may be in progress, in seconds. */
  readonly jobSeconds: number;
  /** How long a film waits for an encoder, for recognition, translation or voices that are busy, in seconds. */
  readonly queueSeconds: number;
  /** Validity of a playback session's signature, in seconds. The player's heartbeats renew it. */
  readonly sessionSeconds: number;
  /** Maximum age of a playback session for renewals, in seconds. */
  readonly longestSessionSeconds: number;
  /** Maximum of films that one viewer may have open at once. */
  readonly concurrentSessions: number;
  /** Maximum of films that one viewer may open within an hour. Each one that ends is stored at the edge for a while. */
  readonly sessionsPerHour: number;
  /** Maxima of one creator, so that an ordinary account cannot run up costs. A day begins at midnight UTC. */
  readonly perCreator: CreatorLimits;
  readonly spend: SpendLimits;
  /** Maximum of requests from one IP address within five minutes. The edge blocks addresses above it. */
  readonly requestsPerFiveMinutes: number;
  /** Maximum of API requests with one access token within a minute. */
  readonly tokenRequestsPerMinute: number;
  /** Maximum of API requests from one IP address within a minute, with any tokens. */
  readonly addressRequestsPerMinute: number;
  /** Maximum of API requests per second, as a mean and as a burst. */
  readonly apiRate: number;
  readonly apiBurst: number;
}

export interface Speech {
  /** Languages to caption and dub films into if the upload does not name any. BCP 47 tags, at most 50. */
  readonly languages: readonly string[];
  /**
   * Transcribe's language codes to choose from when a film's language is not declared, with one country per language. Fewer
   * codes make the choice more reliable.
   * @default - empty: all languages of the service
   */
  readonly languageOptions: readonly string[];
  /** Transcribe's custom vocabularies by language code, for names that the service does not recognize. */
  readonly vocabularies: Readonly<Record<string, string>>;
  /** Translate's custom terminologies, for terms and for names that must not be translated. */
  readonly terminologies: readonly string[];
  /** @default - the service's default, which depends on the language */
  readonly formality?: 'FORMAL' | 'INFORMAL';
}

/** Keys from the stage's own provider, for Clear Key of EME. Films are encrypted, but not protected from copying. */
interface OwnDrm {
  readonly keyProvider: 'own';
}

/** Keys from a DRM vendor that also runs the license servers. */
interface VendorDrm {
  /** The vendor's SPEKE v2 endpoint at API Gateway in the stage's region: `https://{api}.execute-api.{region}.…` */
  readonly keyProvider: `https://${string}`;
  /** License URLs for players, by DRM system; `{session}` stands for the playback session's id. */
  readonly licenseUrls: Readonly<Partial<Record<'widevine' | 'playready' | 'fairplay', string>>>;
}

export type Drm = OwnDrm | VendorDrm;

/** Where alarms are sent. */
interface Alarms {
  /** An address that gets every alarm. Its owner confirms the subscription in a message of Amazon SNS, for each region. */
  readonly email?: string;
  /**
   * ARNs of existing SNS topics, each of which gets the alarms of its region. Most alarms are in the stage's region, those
   * of CloudFront in us-east-1, and those of copied films in the replica's region. Their policies, and the keys of
   * encrypted ones, must admit `cloudwatch.amazonaws.com`.
   */
  readonly topicArns?: readonly string[];
  /** Address of the runbook, without an anchor, for the texts of alarms. @default `docs/runbook.md`, the file of this repository */
  readonly runbookUrl?: string;
}

/** Journeys through the deployed stage, as a user makes them, on a schedule: docs/adr/0049. */
interface Canary {
  /** Minutes between two runs that play the newest film. */
  readonly everyMinutes: number;
  /** Whether a short film is also uploaded, played and deleted once a day. Viewers see it for some minutes. */
  readonly uploads: boolean;
}

/** The tables of records, as `npm run recover` names them. */
export const recordTables = [
  'assets',
  'jobs',
  'sessions',
  'viewers',
  'activity',
  'usage',
  'rankings',
  'erasures',
] as const;
export type RecordTableName = (typeof recordTables)[number];

/** The settings of one deployment of OmniStream. */
export interface Stage {
  readonly name: string;
  /**
   * Account of the stacks.
   * @default - the account of the credentials at deployment
   */
  readonly account?: string;
  readonly region: string;
  /** Region of the replicas of the content and of the `assets` table. */
  readonly replicaRegion: string;
  /**
   * Whether sources and interactions have a copy in the replica's region. Films and the `assets` table always have one.
   * Objects that are older than the setting are copied by S3 Batch Replication: docs/recovery.md.
   * @default false
   */
  readonly secondCopies?: boolean;
  /**
   * Numbers of tables that were deleted by mistake: 2 for a table's first replacement. A deployment then creates an empty
   * table with all settings in its place, and `npm run recover` fills it: docs/recovery.md.
   * @default - the first table of each name
   */
  readonly replacedTables?: Readonly<Partial<Record<RecordTableName, number>>>;
  /** Turns on termination and deletion protection. */
  readonly protectData: boolean;
  /**
   * Whether data is retained when its stack is deleted. A bucket that contains objects is always retained. To retain data,
   * use RETAIN_ON_UPDATE_OR_DELETE: with RETAIN, resources of a creation that was rolled back would remain, and conflict
   * with the next creation.
   */
  readonly removalPolicy: RemovalPolicy;
  /** How long all logs are kept, of functions, of the API, of buckets and of the edge: at most 30 days. */
  readonly logRetention: RetentionDays;
  readonly priceClass: PriceClass;
  readonly signIn: SignIn;
  readonly limits: Limits;
  readonly speech: Speech;
  /**
   * Numbers of the keys that sign playback sessions. The last one signs, and signatures of the others are accepted. To
   * rotate the key, add the next number and deploy. Remove the oldest one when its sessions have ended.
   */
  readonly signingKeys: readonly number[];
  /**
   * Numbers of the values by which the API recognizes requests of the distribution. CloudFront sends the first one, and
   * all are accepted. To replace a value, add the next number and deploy; then remove the first one and deploy again.
   */
  readonly originKeys: readonly number[];
  /** Whether a playback session is valid only in the country that it was opened in. @default false */
  readonly bindCountry?: boolean;
  /**
   * Number of recommenders, 0 to 5: those of the first `useCases` in lambda/shared/recommenders.ts. Each is billed by the
   * hour, with or without requests. Rows without a recommender have popular and new titles.
   */
  readonly maxRecommenders: number;
  /**
   * Numbers of Personalize's dataset groups. The last one is trained; the others are used while it has no recommender. For
   * a change that a group cannot accept, add the next number and deploy. Remove the oldest one when the lifecycle reports
   * its recommenders as missing: docs/adr/0027.
   */
  readonly personalizeGenerations: readonly number[];
  /**
   * The provider of the keys that encrypt films. Films that were encoded before stay unchanged.
   * @default - films are not encrypted
   */
  readonly drm?: Drm;
  /**
   * Whether the stage has films that were encrypted with `drm`: true while `drm` is set, and afterwards until the last of
   * them is deleted. Such a stage without `drm` is refused.
   * @default false
   */
  readonly encryptedFilms?: boolean;
  /** Whether the templates are only for review: CloudFormation refuses to create such stacks. @default false */
  readonly reviewOnly?: boolean;
  /**
   * ARN of the QuickSight user or group that owns the dashboard. The account must have a QuickSight subscription.
   * @default - there is no dashboard
   */
  readonly quickSightPrincipal?: string;
  /** @default - alarms are visible in CloudWatch only, and a stage that protects its data warns about it */
  readonly alarms?: Alarms;
  /** @default - no canary: between visits, nothing plays a film */
  readonly canary?: Canary;
  /**
   * USD per month. Budgets sends messages to `alarms.email` at 80 % and at 100 %, and when its forecast is above it. The tag
   * `stage` must be activated as a cost allocation tag of the account (docs/deployment.md).
   * @default - no budget
   */
  readonly monthlyBudget?: number;
  /** @default - the distribution's own `*.cloudfront.net` name */
  readonly domain?: Domain;
}

/** An invalid setting of a stage or of the context. The message contains the setting and how to correct it. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}
