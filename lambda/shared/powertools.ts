import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { loggable } from './loggable';
import { metricNamespace } from './metrics';
import { stageName } from './stage';

/**
 * The names of Powertools, without those that the log group's name repeats in every line: the service, the function's ARN
 * and its memory.
 */
class LineFormatter extends LogFormatter {
  formatAttributes(given: UnformattedAttributes, further: LogAttributes): LogItem {
    const { lambdaContext: context } = given;
    return new LogItem({
      attributes: {
        level: given.logLevel,
        message: given.message,
        timestamp: this.formatTimestamp(given.timestamp),
        function_name: context?.functionName ?? process.env.AWS_LAMBDA_FUNCTION_NAME,
        function_request_id: context?.awsRequestId,
        // Missing if false.
        cold_start: context?.coldStart || undefined,
        xray_trace_id: given.xRayTraceId,
      },
    }).addAttributes(further);
  }

  /** Leaves out the other members of errors: those of the SDK contain the whole response. */
  override formatError({ name, message, stack, cause }: Error): LogAttributes {
    return { name, message, stack, cause: cause instanceof Error ? this.formatError(cause) : undefined };
  }
}

/**
 * Powertools writes to the standard output by a console of its own. Lambda's runtime replaces the global `console`: with
 * JSON as the function's log format, it makes each text that is written with it the `message` of another object, in which
 * CloudWatch does not find metrics.
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/LogPatch.js
 */
export const logger = new Logger({
  serviceName: 'omnistream',
  logFormatter: new LineFormatter(),
  jsonReplacerFn: loggable,
});

/** A writer of metrics whose only dimension is the stage, unless a caller adds others. */
export function stageMetrics(): Metrics {
  const metrics = new Metrics({ namespace: metricNamespace, logger });
  // The constructor adds the dimension `service`, and a reader of a metric must name exactly the dimensions that it has.
  metrics.clearDefaultDimensions();
  metrics.setDefaultDimensions({ Stage: stageName });
  return metrics;
}
