/** The namespace of the platform's own metrics. */
export const metricNamespace = 'OmniStream';

/**
 * Every metric that functions write, with its dimensions after the first one, which is `Stage` for all of them, since all
 * stages of an account and region share one namespace. A reader of a metric must name exactly these dimensions:
 * CloudWatch does not sum over the values of a dimension.
 */
export const metrics = {
  /** Calls that a service denied, by the SDK's names: `PersonalizeEvents`, `PutEvents`. */
  AccessDenied: ['Service', 'Operation'],
  /** Films that wait for an administrator's approval of their cost. */
  ApprovalsWaiting: [],
  /** Time that the film has waited that waits longest for an approval; 0 if none waits. */
  ApprovalWaitSeconds: [],
  /** Published assets that the catalogue lacked, and that were put back into it. */
  AssetsEnlisted: [],
  /** Failed assets by the code of the reason. */
  AssetsFailed: ['Code'],
  /** 1 for a run of the canary that played a film, 0 for one that failed. */
  CanaryPlayback: [],
  /** 1 for a run of the canary that uploaded a film, played it and deleted it, 0 for one that failed. */
  CanaryUpload: [],
  /** Characters that Polly synthesized and billed, by its engine. Cached speech is not billed. */
  CharactersSpoken: ['Engine'],
  /** Characters that were sent to Translate. */
  CharactersTranslated: [],
  /** Cost of an execution by what its jobs made, compared with its estimate: 100 times the quotient, minus 100. */
  CostAboveEstimatePercent: [],
  /** Cost of executions by what their jobs made, in millionths of a USD. */
  CostMicrodollars: [],
  /** Size of the store of ended sessions after a sweep. CloudFront's maximum is 5 MB. */
  EndedSessionsBytes: [],
  /** Expired entries that a sweep removed from the store of ended sessions. */
  EndedSessionsRemoved: [],
  /** 1 for a request whose events were accepted, 0 for one that failed on our side. */
  EventsAccepted: [],
  /** Age of a request's oldest event on arrival, by the device's corrected clock. */
  EventsAgeSeconds: [],
  /** Requests with at least one report of a playback session that its viewer did not have. */
  EventsWithoutSession: [],
  /** Calls with at least one event that did not reach the lake's stream. */
  EventsNotKept: [],
  /** Films and languages whose executions ended without a record of it. The reconciler recorded a reason. */
  ExecutionsEnded: [],
  /** Executions that were missing although their film or language was in progress. The reconciler started them. */
  ExecutionsStarted: [],
  /** Executions that failed as they should: the film itself is at fault, or a later run replaced this one. */
  FailuresExpected: [],
  /** Renewals of playback sessions. Players send one a minute, so the number in a minute is that of live viewers. */
  Heartbeats: [],
  /** Records that a list left out because their form is invalid. */
  MalformedRecords: ['Table'],
  /** S3's events for sources, by their outcome. */
  ObjectsCreated: ['Outcome'],
  /** Calls of PutEvents that Personalize did not accept. */
  PersonalizeEventsLost: [],
  /** 1 for an asset that became playable within the objective, 0 for one that was late or failed on our side. */
  PlayableOnTime: [],
  /** 1 for an opened playback session, 0 for one that failed on our side. Refusals for the viewer's reasons have none. */
  PlaybackOpened: [],
  /** Hours since the oldest erasure that has not ended was requested. */
  OldestErasureHours: [],
  /** Time that players reported as played. */
  PlayedMilliseconds: [],
  /** Time that players waited for data, except at the start. */
  RebufferedMilliseconds: [],
  /** Requests for a recommender of the stage, including requests while it is stopped. */
  RecommenderAsked: ['UseCase'],
  /** Recommenders that no longer exist or run, although they answered the same process before. */
  RecommenderLost: ['UseCase'],
  /** Length of the sound of films that was sent to Transcribe. */
  TranscribedSeconds: [],
  /** Uploads that were not completed in time, and were deleted. */
  UploadsExpired: [],
  /** Sources whose events were lost. The reconciler delivered them again. */
  UploadsUnnoticed: [],
  /** Time from the start of processing to the first publication, divided by the minutes of the film. */
  UploadToPlayableSecondsPerMinute: [],
  /** Requests that reported more seconds of watching than had passed in their playback session. */
  WatchTimeClamped: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type MetricName = keyof typeof metrics;

/**
 * Metrics that are also written with the stage as their only dimension, for alarms: the values of the other dimensions
 * are not known when a template is made.
 */
export const totals: ReadonlySet<MetricName> = new Set([
  'AccessDenied',
  'AssetsFailed',
  'MalformedRecords',
  'RecommenderLost',
]);

/**
 * Metrics that are written when they are measured, and not at the end of the invocation: a service has billed them, and a
 * function that translates for long may time out.
 */
export const atOnce: ReadonlySet<MetricName> = new Set(['CharactersSpoken', 'CharactersTranslated']);

/** A value for each dimension of the metric except the stage. */
export type Dimensions<M extends MetricName> = Readonly<Record<(typeof metrics)[M][number], string>>;

/**
 * The objective for the time to the first publication, in seconds for each minute of film, with a minimum for short
 * films, in seconds. `PlayableOnTime` is measured against it.
 */
export const playableObjective = { secondsPerMinute: 60, leastSeconds: 300 } as const;

/** All names and values of a metric's dimensions, the stage first. */
export function dimensionsOf<M extends MetricName>(
  stage: string,
  metric: M,
  dimensions: Dimensions<M>,
): Record<string, string> {
  const names: readonly (keyof Dimensions<M>)[] = metrics[metric];
  return { Stage: stage, ...Object.fromEntries(names.map((name) => [name, dimensions[name]])) };
}
