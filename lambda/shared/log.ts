type Fields = Readonly<Record<string, unknown>>;

/** Names of members with secrets; presigned addresses are among them. */
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

/** Writes one JSON object per line, for CloudWatch Logs Insights. Members with names of secrets are redacted. */
export const log = {
  info: (message: string, fields: Fields = {}) => write('INFO', message, fields),
  warn: (message: string, fields: Fields = {}) => write('WARN', message, fields),
  error: (message: string, fields: Fields = {}) => write('ERROR', message, fields),
};
