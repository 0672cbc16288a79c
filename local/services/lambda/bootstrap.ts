/**
 * The script of a worker thread, which corresponds to Lambda's Node.js runtime interface client. The thread gets it as
 * text, so that no file of the runtime has to be found beside the bundle.
 */
export const bootstrap = `
const { parentPort, workerData } = require('node:worker_threads');
const { join } = require('node:path');
// RFC 6761, section 6.3: names below localhost are loopback addresses. Not every system's resolver follows this.
const dns = require('node:dns');
const { lookup } = dns;
dns.lookup = (host, ...rest) => lookup(host.endsWith('.localhost') ? '127.0.0.1' : host, ...rest);
let requestId;
if (workerData.logsAsJson) {
  // As Lambda's runtime does, in which a text in JSON becomes a text in the message: CloudWatch finds no metrics in it.
  // https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/LogPatch.js
  const { format } = require('node:util');
  const replacer = (_, value) => value instanceof Error
    ? { errorType: value.name, errorMessage: value.message, stackTrace: String(value.stack).split('\\n'), ...value }
    : value;
  const levels = { trace: 'TRACE', debug: 'DEBUG', info: 'INFO', log: 'INFO', warn: 'WARN', error: 'ERROR' };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...parts) => {
      const message = parts.length === 1 ? parts[0] : format(...parts);
      process.stdout.write(JSON.stringify({ timestamp: new Date().toISOString(), level, requestId, message }, replacer) + '\\n');
    };
  }
}
const [file, exported] = workerData.handler.split('.');
let handler;
let failure;
const describe = (error) => error instanceof Error
  ? { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split('\\n') }
  : { errorType: typeof error, errorMessage: String(error), trace: [] };
try {
  handler = require(join(workerData.codePath, file + '.js'))[exported];
  if (typeof handler !== 'function') throw Object.assign(new Error(workerData.handler + ' is not a function'), { name: 'Runtime.HandlerNotFound' });
} catch (error) {
  failure = describe(error);
}
parentPort.postMessage({ kind: 'ready', failure });
parentPort.on('message', async ({ id, payload, deadline, arn, logStream }) => {
  requestId = id;
  const context = {
    awsRequestId: id,
    functionName: workerData.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: arn,
    memoryLimitInMB: String(workerData.memory),
    logGroupName: workerData.logGroup,
    logStreamName: logStream,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const result = await handler(JSON.parse(payload), context);
    parentPort.postMessage({ kind: 'result', id, payload: JSON.stringify(result === undefined ? null : result) });
  } catch (error) {
    parentPort.postMessage({ kind: 'error', id, payload: JSON.stringify(describe(error)) });
  }
});
`;
