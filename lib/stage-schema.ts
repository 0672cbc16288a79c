import { LanguageCode } from '@aws-sdk/client-transcribe';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { z } from 'zod';
import { readLanguage } from '../lambda/shared/language-tag';
import { useCases } from '../lambda/shared/recommenders';
import { ConfigurationError, recordTables, type Stage } from './config';
import { maxLogDays } from './constructs/log-retention';

const regions = new Set(RegionInfo.regions.map(({ name }) => name));
const transcribeCodes = new Set<string>(Object.values(LanguageCode));

const gibibyte = 1024 ** 3;
const day = 86_400;

const region = z
  .string()
  .refine((name) => regions.has(name), { error: ({ input }) => `'${input}' is not an AWS region` });

/** A whole number of `unit`, at least 1: a limit of zero would silently turn the feature off. */
const upTo = (most: number, unit: string, source: string) =>
  z.int().min(1, `must be at least 1 ${unit}`).max(most, `must be at most ${most} ${unit} (${source})`);

// https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-high-level-settings.html
const firewallRate = z
  .int()
  .min(10, 'must be at least 10 requests (AWS WAF)')
  .max(2_000_000_000, 'must be at most 2,000,000,000 requests (AWS WAF)');

const languageTag = z.string().superRefine((tag, context) => {
  const reading = readLanguage(tag);
  if ('tag' in reading) {
    if (reading.tag !== tag) context.addIssue(`'${tag}' is not a canonical BCP 47 tag; write '${reading.tag}'`);
    return;
  }
  const { problem, suggestion } = reading;
  context.addIssue(`${problem}; write ${suggestion ? `'${suggestion}'` : 'a BCP 47 tag, such as es or pt-BR'}`);
});

const transcribeCode = z.string().refine((code) => transcribeCodes.has(code), {
  error: ({ input }) => `'${input}' is not a language code of Transcribe`,
});

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const domainName = z.string().regex(new RegExp(`^(${label}\\.)+${label}$`), 'must be a domain name in lower case');

const domain = z
  .strictObject({ name: domainName, hostedZoneId: z.string().regex(/^Z[A-Z0-9]{1,31}$/), zoneName: domainName })
  .refine(({ name, zoneName }) => name === zoneName || name.endsWith(`.${zoneName}`), {
    error: 'lies outside of its hosted zone, which could not hold its records',
    path: ['name'],
  });

const email = z
  .strictObject({
    from: z.email(),
    verifiedDomain: domainName.optional(),
    senderName: z.string().min(1).optional(),
    region: region.optional(),
  })
  .refine(({ from, verifiedDomain }) => !verifiedDomain || from.endsWith(`@${verifiedDomain}`), {
    error: 'is not the domain of the address',
    path: ['verifiedDomain'],
  });

const signIn = z.strictObject({
  selfSignUp: z.boolean(),
  // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
  domainPrefix: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be 1 to 63 lower-case letters, digits and inner hyphens')
    .refine((prefix) => !/aws|amazon|cognito/.test(prefix), "must not contain 'aws', 'amazon' or 'cognito'")
    .optional(),
  email: email.optional(),
  mailRequestsPerTenMinutes: firewallRate.optional(),
});

/** USD. Zero would stop every film. */
const usd = z.number().positive('must be more than 0 USD').max(10_000_000, 'must be at most 10,000,000 USD');

const limits = z
  .strictObject({
    // S3 accepts 50 TB since December 2025, but not every client and region does.
    sourceBytes: upTo(5 * 1024 * gibibyte, 'bytes', 'the largest object of S3'),
    durationSeconds: upTo(day, 'seconds', 'a day'),
    // A task may wait for a year, but a job that takes days has been lost.
    jobSeconds: upTo(3 * day, 'seconds', 'three days'),
    // https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
    queueSeconds: upTo(3 * day, 'seconds', 'an execution has at most 25,000 events, and each look at a queue takes 20'),
    sessionSeconds: upTo(7 * day, 'seconds', 'a signature is a bearer token'),
    longestSessionSeconds: upTo(7 * day, 'seconds', 'a signature is a bearer token'),
    concurrentSessions: upTo(100, 'sessions', 'their rows are read together'),
    sessionsPerHour: upTo(10_000, 'sessions', 'the store of ended ones has 5 MB'),
    perCreator: z.strictObject({
      openUploads: upTo(100, 'uploads', 'one BatchGetItem of DynamoDB reads their rows'),
      uploadsPerDay: upTo(10_000, 'uploads', 'they are named in one row'),
      sourceHoursPerDay: upTo(10_000, 'hours', 'more than a year of film'),
      languagesPerDay: upTo(100_000, 'languages', 'more than the quotas of the speech services'),
      retriesPerDay: upTo(10_000, 'retries', 'they are named in one row'),
    }),
    spend: z.strictObject({ perFilm: usd, perCreatorPerMonth: usd, perMonth: usd }).superRefine((spend, context) => {
      if (spend.perFilm > spend.perCreatorPerMonth) {
        context.addIssue({ code: 'custom', path: ['perFilm'], message: 'is higher than perCreatorPerMonth' });
      }
      if (spend.perCreatorPerMonth > spend.perMonth) {
        context.addIssue({ code: 'custom', path: ['perCreatorPerMonth'], message: 'is higher than perMonth' });
      }
    }),
    requestsPerFiveMinutes: firewallRate,
    tokenRequestsPerMinute: firewallRate,
    addressRequestsPerMinute: firewallRate,
    apiRate: upTo(10_000, 'requests per second', "API Gateway's quota per account and region"),
    apiBurst: upTo(5_000, 'requests', "API Gateway's quota per account and region"),
  })
  .refine(({ sessionSeconds, longestSessionSeconds }) => sessionSeconds <= longestSessionSeconds, {
    error: 'is longer than longestSessionSeconds',
    path: ['sessionSeconds'],
  });

const speech = z.strictObject({
  languages: z.array(languageTag).max(50, 'must have at most 50 languages').check(unique),
  // https://docs.aws.amazon.com/transcribe/latest/APIReference/API_StartTranscriptionJob.html
  languageOptions: z
    .array(transcribeCode)
    .refine(({ length }) => length !== 1, 'must be empty or have at least two codes: Transcribe chooses among them')
    .check(unique),
  vocabularies: z.record(transcribeCode, z.string().regex(/^[\w.-]{1,200}$/)),
  // TranslateText accepts one terminology.
  terminologies: z.array(z.string().regex(/^[A-Za-z0-9_-]{1,256}$/)).max(1, 'must have at most one terminology'),
  formality: z.enum(['FORMAL', 'INFORMAL']).optional(),
});

const https = z.string().regex(/^https:\/\//, 'must begin with https://');
const drm = z.union([
  z.strictObject({ keyProvider: z.literal('own') }),
  z.strictObject({
    keyProvider: https,
    licenseUrls: z
      .strictObject({ widevine: https.optional(), playready: https.optional(), fairplay: https.optional() })
      .refine((urls) => Object.keys(urls).length > 0, 'must name the licence server of at least one system'),
  }),
]);

const quickSightPrincipal = z
  .string()
  .regex(
    /^arn:aws[\w-]*:quicksight:[\w-]+:\d{12}:(user|group)\/./,
    'must be the ARN of a QuickSight user or group: arn:aws:quicksight:{region}:{account}:user/{namespace}/{name}',
  );

const topicArn = z
  .string()
  // A FIFO topic delivers only to queues: https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html
  .regex(
    /^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]{1,256}$/,
    'must be the ARN of a standard SNS topic: arn:aws:sns:{region}:{account}:{name}',
  );

const alarms = z
  .strictObject({
    email: z.email().optional(),
    topicArns: z.array(topicArn).check(unique).optional(),
    runbookUrl: https.refine((url) => !url.includes('#'), 'must not have an anchor').optional(),
  })
  .refine(({ email, topicArns = [] }) => email !== undefined || topicArns.length > 0, {
    error: 'must have an email or topicArns: otherwise the alarms have no recipients',
  });

const canary = z.strictObject({
  everyMinutes: z
    .int('must be a whole number')
    .min(5, 'must be at least 5 minutes: a run may take as long')
    .max(60, 'must be at most 60 minutes: an outage would be noticed too late'),
  uploads: z.boolean(),
});

/** The constraints on a stage. Types check the others, except those that adopters may violate in a file. */
const schema = z
  .object({
    // The name is part of physical names with at most 64 characters.
    name: z.string().regex(/^[a-z][a-z0-9-]{0,15}$/, 'must be 1 to 16 lower-case letters, digits and hyphens'),
    region,
    replicaRegion: region,
    replacedTables: z.partialRecord(z.enum(recordTables), z.int().min(2, 'must be at least 2')).optional(),
    logRetention: z.int().max(maxLogDays, `must be at most ${maxLogDays} days (docs/adr/0045)`),
    signIn,
    limits,
    speech,
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html: 5 public keys a group
    signingKeys: z
      .array(z.int().min(1))
      .min(1, 'must have at least one number')
      .max(5, 'must have at most 5 numbers: a key group has no more keys')
      .check(ascending),
    originKeys: z
      .array(z.int().min(1))
      .min(1, 'must have at least one number')
      .max(5, 'must have at most 5 numbers: remove those that CloudFront no longer sends')
      .check(ascending),
    maxRecommenders: z
      .int('must be a whole number')
      .min(0, 'must be at least 0')
      .max(useCases.length, `must be at most ${useCases.length}, the number of use cases`),
    personalizeGenerations: z
      .array(z.int().min(1))
      .min(1, 'must have at least one number: the first is 1')
      .check(ascending),
    drm: drm.optional(),
    encryptedFilms: z.boolean().optional(),
    quickSightPrincipal: quickSightPrincipal.optional(),
    alarms: alarms.optional(),
    canary: canary.optional(),
    monthlyBudget: z
      .number()
      .min(1, 'must be at least 1 USD')
      .max(10_000_000, 'must be at most 10,000,000 USD')
      .optional(),
    domain: domain.optional(),
  })
  .superRefine((stage, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (stage.region === stage.replicaRegion) {
      refuse(['replicaRegion'], 'must not be the same as region: the copy would be lost together with the original');
    }
    const alarmRegions = [stage.region, stage.replicaRegion, 'us-east-1'];
    stage.alarms?.topicArns?.forEach((arn, index) => {
      const region = arn.split(':')[3] ?? '';
      if (alarmRegions.includes(region)) return;
      refuse(['alarms', 'topicArns', String(index)], `is in ${region}, where the stage has no alarms`);
    });
    if (stage.monthlyBudget !== undefined && stage.alarms?.email === undefined) {
      refuse(['monthlyBudget'], 'needs alarms.email, which gets the messages of the budget');
    }
    if (stage.drm && !stage.encryptedFilms) {
      refuse(['encryptedFilms'], 'must be true while drm is set, and as long as encrypted films are kept');
    }
    if (!stage.drm && stage.encryptedFilms) {
      refuse(
        ['drm'],
        'is missing, but encryptedFilms is set: films that were encrypted cannot be played without it. ' +
          'Restore drm, or remove encryptedFilms once all of them have been deleted',
      );
    }
  });

/** The last number is the one in use. */
function ascending(context: z.core.ParsePayload<number[]>): void {
  const { value } = context;
  if (value.every((number, index) => index === 0 || number > (value[index - 1] ?? 0))) return;
  context.issues.push({ code: 'custom', input: value, message: 'must be in ascending order: the last one is in use' });
}

function unique(context: z.core.ParsePayload<string[]>): void {
  const seen = new Set<string>();
  for (const value of context.value) {
    if (seen.has(value)) context.issues.push({ code: 'custom', input: context.value, message: `has '${value}' twice` });
    seen.add(value);
  }
}

/**
 * Returns the stage if it can be deployed. Otherwise throws {@link ConfigurationError} with every fault and its place.
 */
export function checkedStage(stage: Stage): Stage {
  const { error } = schema.safeParse(stage);
  const problems = (error?.issues ?? []).map((issue) => {
    const message =
      issue.code === 'invalid_key' ? issue.issues.map((inner) => inner.message).join(', ') : issue.message;
    return `${issue.path.join('.')}: ${message}`;
  });
  if (stage.signIn.selfSignUp && !stage.signIn.email) {
    problems.push(
      "signIn.selfSignUp: needs signIn.email: Cognito's own sender stops at about 50 messages a day, which strangers could " +
        'use up. Set it, or turn off selfSignUp',
    );
  }
  if (stage.signIn.selfSignUp && !stage.signIn.mailRequestsPerTenMinutes) {
    problems.push(
      'signIn.mailRequestsPerTenMinutes: must be set where users can sign up: every request sends a message',
    );
  }
  if (problems.length > 0)
    throw new ConfigurationError(`Stage '${stage.name}' cannot be deployed: ${problems.join('; ')}`);
  return stage;
}
