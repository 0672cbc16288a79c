import { field } from './fields';
import { onlyMember, type Properties, refuseUnknown, type WebRequest } from './model';
import { type Matches, statement } from './statements';

/**
 * Seconds between two estimates of a rate. AWS does not document its own period: it "checks the rate frequently", and its
 * action follows with a delay that is usually below 30 seconds.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-caveats.html
 */
const estimateSeconds = 10;

/** The most groups of requests that one rule limits at once: the same guide, "Rate-based rule caveats". */
const maxInstances = 10_000;

/** The requests of one aggregation instance: those with the same keys. */
interface Instance {
  /** The number of requests by period of {@link estimateSeconds}. */
  readonly counts: Map<number, number>;
  estimatedIn: number;
  isLimited: boolean;
}

type Key = (request: WebRequest) => string | undefined;

/** `RateBasedStatement`: matches requests of an aggregation instance from the estimate on that finds too many of them. */
export function rateBased(properties: Properties, now: () => number, onLimit: () => void): Matches {
  refuseUnknown(
    properties,
    ['AggregateKeyType', 'CustomKeys', 'EvaluationWindowSec', 'Limit', 'ScopeDownStatement'],
    'rate-based statement',
  );
  const { EvaluationWindowSec: window = 300, Limit: limit, ScopeDownStatement: scopeDown } = properties;
  const inScope = scopeDown ? statement(scopeDown) : () => true;
  const keys = aggregation(properties);
  const instances = new Map<string, Instance>();

  const estimate = (instance: Instance, period: number) => {
    const first = period - Number(window) / estimateSeconds;
    let sum = 0;
    for (const [at, count] of instance.counts) {
      if (at < first) instance.counts.delete(at);
      else sum += count;
    }
    const wasLimited = instance.isLimited;
    instance.estimatedIn = period;
    instance.isLimited = sum > Number(limit);
    if (instance.isLimited && !wasLimited) onLimit();
  };

  return (request) => {
    if (!inScope(request)) return false;
    const parts = keys.map((key) => key(request));
    // "Web requests that are missing any of the components specified in the aggregation keys are omitted":
    // https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatementCustomKey.html
    if (parts.includes(undefined)) return false;
    const name = JSON.stringify(parts);
    const period = Math.floor(now() / 1000 / estimateSeconds);
    const instance = instances.get(name) ?? { counts: new Map(), estimatedIn: period, isLimited: false };
    // The map is in order of use, so that the longest unused instance is forgotten.
    instances.delete(name);
    instances.set(name, instance);
    if (instances.size > maxInstances) instances.delete(instances.keys().next().value as string);
    if (instance.estimatedIn !== period) estimate(instance, period);
    instance.counts.set(period, (instance.counts.get(period) ?? 0) + 1);
    return instance.isLimited;
  };
}

function aggregation({ AggregateKeyType: type, CustomKeys: custom = [] }: Properties): Key[] {
  if (type === 'IP') return [({ address }) => address];
  if (type !== 'CUSTOM_KEYS') throw new Error(`the aggregate key type ${type} is not supported by this runtime`);
  return (custom as Properties[]).map((union) => {
    const [name, key] = onlyMember(union, 'custom key');
    if (name === 'IP') return ({ address }: WebRequest) => address;
    if (name === 'HTTPMethod') return ({ method }: WebRequest) => method;
    if (name === 'UriPath') return field({ UriPath: {} }, key.TextTransformations);
    if (name === 'Header') return field({ SingleHeader: { Name: key.Name } }, key.TextTransformations);
    throw new Error(`the custom key ${name} is not supported by this runtime`);
  });
}
