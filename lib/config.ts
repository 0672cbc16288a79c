import type { RemovalPolicy } from 'aws-cdk-lib';
import type { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** A custom domain of the distribution. Its zone is in the same account, so that the certificate validates itself. */
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
  /**
   * Amazon SES sends the user pool's messages, from an identity that is verified there.
   * @default - Cognito's own sender, which stops at about 50 messages a day
   */
  readonly email?: Email;
}

export interface Email {
  /** `no-reply@example.com` */
  readonly from: string;
  /** `example.com`, when the domain is the verified identity. @default - the address itself is */
  readonly verifiedDomain?: string;
  /** Shown to readers beside the address. @default - the address alone */
  readonly senderName?: string;
  /** Where the identity is verified. @default - the stage's region */
  readonly region?: string;
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
  /**
   * Account that the stacks belong to.
   * @default - that of the credentials at deployment
   */
  readonly account?: string;
  readonly region: string;
  /** Where the content and the `assets` table are replicated to. */
  readonly replicaRegion: string;
  /** Turns on termination and deletion protection. */
  readonly protectData: boolean;
  /**
   * What becomes of data when its stack is deleted. A bucket that still holds objects stays in any case. Retaining must
   * be RETAIN_ON_UPDATE_OR_DELETE: what RETAIN keeps of a creation that was rolled back stands in the way of the next.
   */
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
   * by the hour, asked or not. Rows without a recommender are made of what is popular, and new.
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
   * Whether films are kept that were encrypted by `drm`: true as long as `drm` is set, and afterwards until the last of
   * them is gone. A stage that has lost its `drm` before that is refused.
   * @default false
   */
  readonly encryptedFilms?: boolean;
  /** For reading its templates only: CloudFormation refuses to create its stacks. @default false */
  readonly reviewOnly?: boolean;
  /**
   * ARN of the QuickSight user or group that the dashboard belongs to; QuickSight must be signed up for in the account.
   * @default - there is no dashboard
   */
  readonly quickSightPrincipal?: string;
  /** @default - the distribution's own `*.cloudfront.net` name */
  readonly domain?: Domain;
}

/** Something in a stage or in the context that has to be set otherwise. The message says what, and how. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}
