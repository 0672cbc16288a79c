type Fields = Readonly<Record<string, unknown>>;

/** Presigned addresses are as good as passwords. */
const secret = /token|secret|password|authorization|cookie|signature|signed|credential|privatekey|responseurl/i;

function redact(key: string, value: unknown): unknown {
  if (secret.test(key)) return '[redacted]';
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  return value;
}

function write(level: 'INFO' | 'WARN' | 'ERROR', message: string, fields: Fields): void {
  const line = {
    level,
    message,
    function: process.env.AWS_LAMBDA_FUNCTION_NAME,
    trace: process.env._X_AMZN_TRACE_ID,
    ...fields,
  };
  console.log(JSON.stringify(line, redact));
}

/** One JSON object a line, as CloudWatch Logs Insights reads it. Members whose names speak of secrets are redacted. */
export const log = {
  info: (message: string, fields: Fields = {}) => write('INFO', message, fields),
  warn: (message: string, fields: Fields = {}) => write('WARN', message, fields),
  error: (message: string, fields: Fields = {}) => write('ERROR', message, fields),
};

/**
 * Adds one to a CloudWatch metric of the namespace `OmniStream` by writing it to the log.
 * Form: CloudWatch embedded metric format, https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function count(metric: string, dimensions: Readonly<Record<string, string>> = {}, at = Date.now()): void {
  const definition = {
    Namespace: 'OmniStream',
    Dimensions: [Object.keys(dimensions)],
    Metrics: [{ Name: metric, Unit: 'Count' }],
  };
  console.log(JSON.stringify({ _aws: { Timestamp: at, CloudWatchMetrics: [definition] }, ...dimensions, [metric]: 1 }));
}
