import { type MetricName, metricNamespace, metrics, totals } from '../../lambda/shared/metrics';
import { type Placed, type Rule, resources } from '../rule';
import { listOf, walk } from '../values';

interface Reading {
  readonly metric: string;
  /** Names with their values; `undefined` for a value that is not in the template. */
  readonly dimensions: Readonly<Record<string, unknown>>;
}

/**
 * CloudWatch finds a metric only by its exact dimensions and does not aggregate over their values. A reader of a metric
 * must therefore use the dimensions that the functions emit, with this stage's name.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Dimension
 */
export const metricsRule: Rule = {
  name: 'metrics',
  check: (assembly) => {
    const stage = assembly.stage.split(' ')[0] ?? '';
    return resources(assembly).flatMap((placed) => {
      const messages = readingsOf(placed).map((reading) => problem(reading, stage));
      return [...new Set(messages)].flatMap((message) =>
        message ? [{ rule: 'metrics', construct: placed.construct, message }] : [],
      );
    });
  },
};

function problem({ metric, dimensions }: Reading, stage: string): string | undefined {
  if (!Object.hasOwn(metrics, metric)) {
    const known = Object.keys(metrics).join(', ');
    return `It reads the metric ${metricNamespace}/${metric}, which no function emits. lambda/shared/metrics.ts lists ${known}.`;
  }
  const names = Object.keys(dimensions).sort();
  const emitted = ['Stage', ...metrics[metric as keyof typeof metrics]].sort();
  const isTotal = totals.has(metric as MetricName) && names.join() === 'Stage';
  if (names.join() !== emitted.join() && !isTotal) {
    return `It reads the metric ${metricNamespace}/${metric} by [${names}], but functions emit it with [${emitted}]. Use exactly these.`;
  }
  if (dimensions.Stage !== undefined && dimensions.Stage !== stage) {
    return `It reads the metric ${metricNamespace}/${metric} of the stage "${dimensions.Stage}", but this stage is "${stage}".`;
  }
  return undefined;
}

/** The platform's own metrics that a resource reads: in alarms, queries of state machines, widgets and searches. */
function readingsOf({ resource: { Properties } }: Placed): Reading[] {
  const found: Reading[] = [];
  walk(filledIn(Properties), (node) => {
    if (isList(node)) {
      // A widget's metric: [namespace, name, dimension, value, …, { options }].
      const [namespace, metric, ...rest] = node;
      if (namespace === metricNamespace) found.push({ metric: String(metric), dimensions: pairs(rest) });
      return;
    }
    for (const text of Object.values(node)) if (typeof text === 'string') found.push(...searches(text));
    if (node.Namespace !== metricNamespace || node.MetricName === undefined) return;
    found.push({ metric: String(node.MetricName), dimensions: named(node.Dimensions) });
  });
  return found;
}

/**
 * The properties of a state machine, with known placeholders replaced by their text, or those of a dashboard, with its
 * body as one text.
 */
function filledIn(properties: Placed['resource']['Properties']): unknown {
  const [, parts] = properties?.DashboardBody?.['Fn::Join'] ?? [];
  if (Array.isArray(parts)) {
    return { DashboardBody: parts.map((part) => (typeof part === 'string' ? part : '(reference)')).join('') };
  }
  const { DefinitionString, DefinitionSubstitutions = {} } = properties ?? {};
  if (typeof DefinitionString !== 'string') return properties;
  return DefinitionString.replaceAll(/\$\{(\w+)\}/g, (whole, name) => {
    const text = DefinitionSubstitutions[name];
    return typeof text === 'string' ? text : whole;
  });
}

const isList = (node: unknown): node is readonly unknown[] => Array.isArray(node);

const named = (dimensions: unknown) =>
  Object.fromEntries(
    listOf<{ readonly Name: string; readonly Value: unknown }>(dimensions).map(({ Name, Value }) => [
      Name,
      // The value comes from a state's input or from another resource.
      typeof Value === 'string' && !/^\{%|^\$\{/.test(Value) ? Value : undefined,
    ]),
  );

function pairs(list: readonly unknown[]): Record<string, unknown> {
  const texts = list.filter((item) => typeof item === 'string');
  return Object.fromEntries(
    texts.filter((_, index) => index % 2 === 0).map((name, index) => [name, texts[index * 2 + 1]]),
  );
}

/** `SEARCH('{OmniStream,Stage,UseCase} MetricName="RecommenderAsked" Stage="dev"', 'Sum', 300)` */
function searches(text: string): Reading[] {
  return [...text.matchAll(/SEARCH\('\{([^}]*)\}([^']*)'/g)].flatMap(([, schema = '', query = '']) => {
    const [namespace, ...dimensions] = schema.split(',').map((part) => part.trim().replaceAll('"', ''));
    const metric = /MetricName="?(\w+)/.exec(query)?.[1];
    if (namespace !== metricNamespace || !metric) return [];
    const stage = /\bStage="?([\w-]+)/.exec(query)?.[1];
    return [
      {
        metric,
        dimensions: Object.fromEntries(dimensions.map((name) => [name, name === 'Stage' ? stage : undefined])),
      },
    ];
  });
}
