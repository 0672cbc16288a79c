/** A number that is decided neither by the templates nor by the code. */
export interface Assumption {
  readonly value: number;
  readonly unit: string;
  readonly why: string;
  /** The source: an address, a file of this repository, or `assumption`. */
  readonly source: string;
}

/** Every number that the model assumes. */
export const assumptions = {
  filmHours: {
    value: 1,
    unit: 'hours',
    why: 'Length of a film; the costs of a film are divided by it',
    source: 'assumption',
  },
  sourceMegabits: { value: 10, unit: 'Mbit/s', why: 'Bitrate of sources, which are kept', source: 'assumption' },
  qvbrFill: {
    value: 0.6,
    unit: 'of the maximum',
    why: 'Average bitrate of a rendition: QVBR uses the maximum only for complex scenes',
    source: 'assumption',
  },
  viewedMegabits: {
    value: 4,
    unit: 'Mbit/s',
    why: 'Average bitrate of picture and sound for viewers, between the 720p and the 1080p rendition',
    source: 'assumption',
  },
  speechShare: { value: 0.6, unit: 'of the film', why: 'Share of the film with speech', source: 'assumption' },
  charactersPerMinute: {
    value: 850,
    unit: 'characters',
    why: 'Speech: 150 words a minute of 5.7 characters with the space',
    source: 'assumption',
  },
  briefShare: {
    value: 0.3,
    unit: 'of the characters',
    why: 'Sentences that are translated a second time, in fewer words (lambda/speech/translate/translate.ts)',
    source: 'assumption',
  },
  respokenShare: {
    value: 0.2,
    unit: 'of the characters',
    why: 'Cues that are spoken a second time, faster or shorter, to fit (lambda/speech/dub/fitting.ts)',
    source: 'assumption',
  },
  cacheHits: {
    value: 0.95,
    unit: 'of the requests',
    why: 'Film requests that the edge serves from its cache',
    source: 'assumption',
  },
  otherFilmRequests: {
    value: 20,
    unit: 'requests an hour',
    why: 'Requests for playlists, captions, thumbnails and the page',
    source: 'assumption',
  },
  reportSeconds: {
    value: 20,
    unit: 'seconds',
    why: 'Playback time between two reports of the page; each report is one request with a watch and a quality event',
    source: 'web/meter.ts',
  },
  heartbeatSeconds: {
    value: 60,
    unit: 'seconds',
    why: 'Time between two heartbeats of a playback session',
    source: 'lambda/delivery/sessions.ts',
  },
  browsingRequests: {
    value: 12,
    unit: 'requests an hour',
    why: 'API requests other than reports and heartbeats: catalogue, recommendations, playback',
    source: 'assumption',
  },
  authorizerMinutes: {
    value: 5,
    unit: 'minutes',
    why: 'Time for which API Gateway caches the authorizer’s result',
    source: 'lib/constructs/public-api.ts',
  },
  handlerSeconds: {
    value: 0.05,
    unit: 'seconds',
    why: 'Billed time of a function that serves a request',
    source: 'assumption',
  },
  pipelineSeconds: {
    value: 300,
    unit: 'seconds an hour of film',
    why: 'Billed time of the pipeline’s functions for the picture, captions and publication',
    source: 'assumption',
  },
  dubbingSeconds: {
    value: 600,
    unit: 'seconds an hour of film',
    why: 'Billed time of the functions for one more language; Polly’s quota limits the pace',
    source: 'assumption',
  },
  filmTransitions: {
    value: 40,
    unit: 'transitions',
    why: 'Workflow states of a film in its own language',
    source: 'assumption',
  },
  languageTransitions: {
    value: 15,
    unit: 'transitions',
    why: 'Workflow states of one more language',
    source: 'assumption',
  },
  lifecycleTransitions: {
    value: 25,
    unit: 'transitions a run',
    why: 'States of the recommenders’ daily workflow on a day without changes',
    source: 'assumption',
  },
  popularityTransitions: {
    value: 10,
    unit: 'transitions a run',
    why: 'One map, four states for each of two rankings, and a note of what was read',
    source: 'lib/constructs/recommenders/popularity-definition.ts',
  },
  popularityQueries: {
    value: 2,
    unit: 'queries a run',
    why: 'One for each ranking',
    source: 'lib/constructs/recommenders/popularity-definition.ts',
  },
  leastScan: {
    value: 10,
    unit: 'MB',
    why: 'Minimum that Athena counts for a query',
    source: 'https://aws.amazon.com/athena/pricing/',
  },
  recordBytes: {
    value: 5120,
    unit: 'bytes',
    why: 'Minimum that Firehose counts for a record; an event has a few hundred bytes',
    source: 'https://aws.amazon.com/firehose/pricing/',
  },
  storedEventBytes: {
    value: 100,
    unit: 'bytes',
    why: 'An event in the lake, as compressed Parquet',
    source: 'assumption',
  },
  edgeLogBytes: { value: 300, unit: 'bytes', why: 'A request in the edge’s log', source: 'assumption' },
  logBytes: {
    value: 1500,
    unit: 'bytes',
    why: 'Log data of one API request',
    source: 'assumption',
  },
  scheduledSeconds: {
    value: 2,
    unit: 'seconds a run',
    why: 'A scheduled function that finds little to remove, with its start; it has 256 MB',
    source: 'assumption',
  },
  workflowLogBytes: {
    value: 2000,
    unit: 'bytes',
    why: 'Log data of one state transition',
    source: 'assumption',
  },
  tracedShare: {
    value: 0.05,
    unit: 'of the calls',
    why: 'X-Ray’s default sampling above one call a second',
    source: 'https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html',
  },
  heartbeatWrites: {
    value: 12,
    unit: 'write units',
    why: 'Two rows of up to 2 KB in one transaction, which counts twice, and their index',
    source: 'lambda/delivery/sessions.client.ts',
  },
  heartbeatReads: {
    value: 4,
    unit: 'read units',
    why: 'Session, account and asset',
    source: 'lambda/delivery/playback.ts',
  },
  reportWrites: {
    value: 3,
    unit: 'write units',
    why: 'The viewer’s activity, up to 2 KB, and pace, up to 1 KB',
    source: 'lambda/interactions/activity.client.ts',
  },
  reportReads: {
    value: 4,
    unit: 'read units',
    why: 'The viewer’s settings, activity and pace, and the playback session',
    source: 'lambda/interactions/activity.client.ts',
  },
  filmWrites: {
    value: 150,
    unit: 'write units',
    why: 'Records of a film and its jobs, with their indexes',
    source: 'assumption',
  },
  hoursPerViewer: { value: 10, unit: 'hours a month', why: 'Viewing time of a viewer', source: 'assumption' },
  trackedEventBytes: {
    value: 300,
    unit: 'bytes',
    why: 'Size of an event for Personalize; a viewer causes three an hour',
    source: 'assumption',
  },
  recommendationsPerViewer: {
    value: 30,
    unit: 'requests a month',
    why: 'Rows of the home page and beside a title, one request each; results are cached for some seconds',
    source: 'assumption',
  },
  recommendationsPerRecommenderHour: {
    value: 4000,
    unit: 'requests',
    why: 'Requests that the hourly price of an active recommender includes, for up to 100,000 users',
    source: 'https://aws.amazon.com/personalize/pricing/',
  },
  hoursPerMonth: { value: 730, unit: 'hours', why: 'A twelfth of a year', source: 'assumption' },
} as const satisfies Record<string, Assumption>;

type AssumptionName = keyof typeof assumptions;
/** The numbers without their explanations. Some of them may be replaced. */
export type Numbers = Readonly<Record<AssumptionName, number>>;

export function numbers(changed: Partial<Numbers> = {}): Numbers {
  const entries = Object.entries(assumptions).map(([name, { value }]) => [name, value]);
  return { ...(Object.fromEntries(entries) as Numbers), ...changed };
}
