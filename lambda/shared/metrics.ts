/** The namespace of the platform's own metrics. */
export const metricNamespace = 'OmniStream';

/**
 * Every metric that functions count, with its dimensions after the first one: that is `Stage` for all of them, since
 * CloudWatch keeps one namespace for all stages of an account and region. Whoever reads a metric has to name exactly
 * these dimensions: CloudWatch adds nothing up over the values of a dimension.
 */
export const metrics = {
  /** A call that a service refused for want of a permission, by the SDK's names: `PersonalizeEvents`, `PutEvents`. */
  AccessDenied: ['Service', 'Operation'],
  /** By the reason's code. */
  AssetsFailed: ['Code'],
  /** Calls after which at least one event had not reached the lake's stream. */
  EventsNotKept: [],
  /** S3's events for sources, by what was done about them. */
  ObjectsCreated: ['Outcome'],
  /** Calls of PutEvents that Personalize did not accept. */
  PersonalizeEventsLost: [],
  /** Questions for a recommender that the stage has, also while it is stopped. */
  RecommenderAsked: ['UseCase'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type MetricName = keyof typeof metrics;

/** A value for each dimension of the metric, but for the stage. */
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
