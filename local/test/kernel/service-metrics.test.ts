import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { serviceMetrics } from '../../kernel/service-metrics';

/**
 * Metrics that AWS's data lack. Their names and dimensions are those of the pages that `service-metrics.ts` names, and
 * those of `aws-cdk-lib` where it has them.
 */
const documentedOnly: readonly string[] = [
  ...['AWS/S3 OperationsFailedReplication', 'AWS/S3 OperationsPendingReplication', 'AWS/S3 ReplicationLatency'],
  ...['AWS/S3 requests PutRequests', 'AWS/Firehose FailedConversion.Records'],
  // The data have these of HTTP APIs without the stage.
  ...['AWS/ApiGateway 4xx', 'AWS/ApiGateway 5xx'],
];

test("the laptop's metrics have the names and dimensions of AWS's own data", () => {
  const spec = loadAwsServiceSpecSync();
  const known = new Map<string, Set<string>>();
  for (const metric of spec.all('metric')) {
    const sets = [...spec.follow('usesDimensionSet', metric)].map(({ entity }) => entity.dimensions);
    const names = sets.map((dimensions) =>
      dimensions
        .map(({ name }) => name)
        .sort()
        .join(' '),
    );
    known.set(`${metric.namespace} ${metric.name}`, new Set(names));
  }
  const unknown = Object.entries(serviceMetrics).flatMap(([namespace, { names, sets }]) =>
    names
      .filter((name) => sets.some((set) => !known.get(`${namespace} ${name}`)?.has([...set].sort().join(' '))))
      .map((name) => `${namespace} ${name}`),
  );
  expect(unknown.sort()).toEqual([...documentedOnly].sort());
});
