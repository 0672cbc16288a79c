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
  /** Published assets that the catalogue lacked, and that were put back into it. */
  AssetsEnlisted: [],
  /** Failed assets by the code of the reason. */
  AssetsFailed: ['Code'],
  /** Size of the store of ended sessions after a sweep. CloudFront's maximum is 5 MB. */
  EndedSessionsBytes: [],
  /** Expired entries that a sweep removed from the store of ended sessions. */
  EndedSessionsRemoved: [],
  /** Requests with at least one report of a playback session that its viewer did not have. */
  EventsWithoutSession: [],
  /** Calls with at least one event that did not reach the lake's stream. */
  EventsNotKept: [],
  /** Films and languages whose executions ended without a record of it. The reconciler recorded a reason. */
  ExecutionsEnded: [],
  /** Executions that were missing although their film or language was in progress. The reconciler started them. */
  ExecutionsStarted: [],
  /** Records that a list left out because their form is invalid. */
  MalformedRecords: ['Table'],
  /** S3's events for sources, by their outcome. */
  ObjectsCreated: ['Outcome'],
  /** Calls of PutEvents that Personalize did not accept. */
  PersonalizeEventsLost: [],
  /** Requests for a recommender of the stage, including requests while it is stopped. */
  RecommenderAsked: ['UseCase'],
  /** Uploads that were not completed in time, and were deleted. */
  UploadsExpired: [],
  /** Sources whose events were lost. The reconciler delivered them again. */
  UploadsUnnoticed: [],
  /** Requests that reported more seconds of watching than had passed in their playback session. */
  WatchTimeClamped: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type MetricName = keyof typeof metrics;

/** A value for each dimension of the metric except the stage. */
export type Dimensions<M extends MetricName> = Readonly<Record<(typeof metrics)[M][number], string>>;

/** All names and values of a metric's dimensions, the stage first. */
export function dimensionsOf<M extends MetricName>(
  stage: string,
  metric: M,
  dimensions: Dimensions<M>,
): Record<string, string> {
  const names: readonly (keyof Dimensions<M>)[] = metrics[metric];
  return { Stage: stage, ...Object.fromEntries(names.map((name) => [name, dimensions[name]])) };
}
