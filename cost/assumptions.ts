/** A number that neither the templates nor the code decide. */
export interface Assumption {
  readonly value: number;
  readonly unit: string;
  readonly why: string;
  /** Where it comes from: an address, a file of this repository, or `assumption`. */
  readonly source: string;
}

/** Every number that the model takes for granted. */
export const assumptions = {
  filmHours: {
    value: 1,
    unit: 'hours',
    why: 'Length of a film; what is paid for each film is divided by it',
    source: 'assumption',
  },
  sourceMegabits: { value: 10, unit: 'Mbit/s', why: 'Bitrate of sources, which are kept', source: 'assumption' },
  qvbrFill: {
    value: 0.6,
    unit: 'of the maximum',
    why: 'Average bitrate of a rendition: QVBR spends its maximum only on hard scenes',
    source: 'assumption',
  },
  viewedMegabits: {
    value: 4,
    unit: 'Mbit/s',
    why: 'Picture and sound that viewers get on average, between the 720p and the 1080p rendition',
    source: 'assumption',
  },
  speechShare: { value: 0.6, unit: 'of the film', why: 'Time in which somebody speaks', source: 'assumption' },
  charactersPerMinute: {
    value: 850,
    unit: 'characters',
    why: 'Speech: 150 words a minute of 5.7 characters with the space',
    source: 'assumption',
  },
  briefShare: {
    value: 0.3,
    unit: 'of the characters',
    why: 'Sentences that are translated again, in fewer words (lambda/speech/translate/translate.ts)',
    source: 'assumption',
  },
  respokenShare: {
    value: 0.2,
    unit: 'of the characters',
    why: 'Cues that are spoken again, faster or shorter, to fit (lambda/speech/dub/fitting.ts)',
    source: 'assumption',
  },
  cacheHits: {
    value: 0.95,
    unit: 'of the requests',
    why: 'Film requests that the edge answers itself',
    source: 'assumption',
  },
  otherFilmRequests: {
    value: 20,
    unit: 'requests an hour',
    why: 'Playlists, captions, thumbnails and the page itself',
    source: 'assumption',
  },
  reportSeconds: {
    value: 20,
    unit: 'seconds',
    why: 'Of playing between two reports of the page; a watch and a quality event go in one request',
    source: 'web/meter.ts',
  },
  heartbeatSeconds: {
    value: 60,
    unit: 'seconds',
    why: 'Between two heartbeats of a playback session',
    source: 'lambda/delivery/sessions.ts',
  },
  browsingRequests: {
    value: 12,
    unit: 'requests an hour',
    why: 'To the API besides reports and heartbeats: catalogue, recommendations, playback',
    source: 'assumption',
  },
  authorizerMinutes: {
    value: 5,
    unit: 'minutes',
    why: 'For which the API remembers who may come in; then the authorizer is asked again',
    source: 'lib/constructs/public-api.ts',
  },
  handlerSeconds: {
    value: 0.05,
    unit: 'seconds',
    why: 'Billed time of a function that answers a request',
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
    why: 'Billed time of the functions for one more language: Polly is called at the pace of its quota',
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
    why: 'States of the recommenders’ daily workflow when there is nothing to do',
    source: 'assumption',
  },
  popularityTransitions: {
    value: 9,
    unit: 'transitions a run',
    why: 'One map, and four states for each of two rankings',
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
    why: 'What Athena counts for a query at least',
    source: 'https://aws.amazon.com/athena/pricing/',
  },
  recordBytes: {
    value: 5120,
    unit: 'bytes',
    why: 'What Firehose counts for a record at least; an event has a few hundred',
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
    why: 'Written to CloudWatch for one request to the API',
    source: 'assumption',
  },
  workflowLogBytes: {
    value: 2000,
    unit: 'bytes',
    why: 'Written to CloudWatch for one state transition',
    source: 'assumption',
  },
  tracedShare: {
    value: 0.05,
    unit: 'of the calls',
    why: 'X-Ray’s own sampling beyond one call a second',
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
    value: 2,
    unit: 'write units',
    why: 'The viewer’s activity, up to 2 KB',
    source: 'lambda/interactions/activity.client.ts',
  },
  reportReads: {
    value: 1,
    unit: 'read units',
    why: 'The viewer’s activity',
    source: 'lambda/interactions/activity.client.ts',
  },
  filmWrites: {
    value: 150,
    unit: 'write units',
    why: 'Records of a film and its jobs, with their indexes',
    source: 'assumption',
  },
  hoursPerViewer: { value: 10, unit: 'hours a month', why: 'That a viewer watches', source: 'assumption' },
  trackedEventBytes: {
    value: 300,
    unit: 'bytes',
    why: 'An event as Personalize takes it; three an hour',
    source: 'assumption',
  },
  recommendationsPerViewer: {
    value: 30,
    unit: 'requests a month',
    why: 'Rows of the home page and beside a title, a request each; they are kept for some seconds',
    source: 'assumption',
  },
  recommendationsPerRecommenderHour: {
    value: 4000,
    unit: 'requests',
    why: 'In the price of an active recommender’s hour, for up to 100,000 users',
    source: 'https://aws.amazon.com/personalize/pricing/',
  },
  hoursPerMonth: { value: 730, unit: 'hours', why: 'A twelfth of a year', source: 'assumption' },
} as const satisfies Record<string, Assumption>;

export type AssumptionName = keyof typeof assumptions;
/** The numbers alone, some of them replaced. */
export type Numbers = Readonly<Record<AssumptionName, number>>;

export function numbers(changed: Partial<Numbers> = {}): Numbers {
  const entries = Object.entries(assumptions).map(([name, { value }]) => [name, value]);
  return { ...(Object.fromEntries(entries) as Numbers), ...changed };
}
