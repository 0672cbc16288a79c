import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AlarmTopic } from './alarm-topic';
import { Alert, Signal } from './alert';

const period = Duration.minutes(5);

/** Responses of the API from 500, as a percentage, and in five minutes at least. */
const mostApiErrors = { percent: 1, count: 5 };

export interface ApiErrorsProps {
  readonly topic: AlarmTopic;
  readonly apiId: string;
}

/** Responses of the API that were our fault. They include time limits, which functions cannot count. */
export class ApiErrors extends Signal {
  constructor(scope: Construct, id: string, { topic, apiId }: ApiErrorsProps) {
    const metric = (metricName: string) =>
      new Metric({
        namespace: 'AWS/ApiGateway',
        metricName,
        dimensionsMap: { ApiId: apiId },
        period,
        statistic: 'Sum',
      });
    const { percent, count } = mostApiErrors;
    super(scope, id, {
      topic,
      runbook: 'api-errors',
      meaning: `More than ${percent} % of the API's responses, and at least ${count} of them, had a status of 500 or above.`,
      metric: new MathExpression({
        expression: `IF(FILL(errors, 0) >= ${count}, 100 * errors / requests, 0)`,
        usingMetrics: { errors: metric('5xx'), requests: metric('Count') },
        label: 'Responses with a status of 500 or above, in percent',
        period,
      }),
      threshold: percent,
    });
  }
}

export interface EdgeErrorsProps {
  readonly topic: AlarmTopic;
  readonly distributionId: string;
}

/**
 * Responses of the distribution from 500. CloudFront's metrics are in us-east-1 only, and so is this alarm:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
 */
export class EdgeErrors extends Alert {
  constructor(scope: Construct, id: string, { topic, distributionId }: EdgeErrorsProps) {
    super(scope, id, {
      topic,
      runbook: 'edge-errors',
      meaning: 'More than 1 % of the responses of CloudFront had a status of 500 or above, for a quarter of an hour.',
      metric: new Metric({
        namespace: 'AWS/CloudFront',
        metricName: '5xxErrorRate',
        dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
        period,
        statistic: 'Average',
      }),
      threshold: 1,
      evaluationPeriods: 3,
    });
  }
}
