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
