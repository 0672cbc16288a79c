// Measures the peak memory of the `dub` function by the film's length. The function runs in a separate process, with S3 and
// Polly that respond at once.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { resolve } from 'node:path';

const secondsPerCue = 4;
const charactersPerCue = 45;
const asset = { assetId: `a${'b'.repeat(21)}`, run: '0123abcd' };

/** A tone of 3 s, as 16 kHz PCM. */
const tone = Buffer.alloc(3 * 32_000);
for (let at = 0; at < tone.length / 2; at++) tone.writeInt16LE(Math.round(6000 * Math.cos(at / 5)), at * 2);

function cueSheet(seconds) {
  const count = Math.round(seconds / secondsPerCue);
  const cues = Array.from({ length: count }, (_, index) => ({
    index,
    start: index * secondsPerCue,
    end: index * secondsPerCue + 3.5,
    text: `Cue ${index} `.padEnd(charactersPerCue, 'word '),
    speaker: `spk_${index % 3}`,
  }));
  return JSON.stringify({ language: 'es', cues });
}

/** The operations of S3 that the function calls. Counts the bytes of the multipart upload. */
function objectStore(sheet) {
  const written = { bytes: 0 };
  const server = createServer((request, response) => {
    const { method, url = '' } = request;
    let bytes = 0;
    request.on('data', (chunk) => (bytes += chunk.length));
    request.on('end', () => {
      const xml = (status, body) => response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
      if (method === 'GET' && url.includes('cues.json')) return response.end(sheet);
      if (method === 'GET') return xml(404, '<Error><Code>NoSuchKey</Code><Message>none</Message></Error>');
      if (url.includes('uploads')) return xml(200, '<R><UploadId>upload</UploadId></R>');
      if (url.includes('partNumber')) written.bytes += bytes;
      return method === 'PUT'
        ? response.writeHead(200, { etag: '"e"' }).end()
        : xml(200, '<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>');
    });
  });
  return { server, written };
}

function polly() {
  return createHttp2Server((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'audio/pcm' });
      response.end(tone);
    });
  });
}

const listen = (server) =>
  new Promise((done) => server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}`)));

const script = `
const { handler } = require(process.argv[1]);
handler(JSON.parse(process.argv[2]), { functionName: 'dub', awsRequestId: 'bench' }).then(({ report }) => {
  console.log(JSON.stringify({ report, kilobytes: process.resourceUsage().maxRSS }));
  process.exit(0);
});`;

/**
 * Dubs a film of the given length.
 * @param bundle path of the function's `index.js`
 * @returns {Promise<{report: object, kilobytes: number, wavBytes: number}>} the peak resident size of its process
 * @public a test requires it
 */
export async function dubMemory(bundle, seconds) {
  const { server, written } = objectStore(cueSheet(seconds));
  const voices = polly();
  const input = { ...asset, cuesKey: 'cues.json', durationSeconds: seconds };
  const env = {
    ...process.env,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_ENDPOINT_URL_S3: await listen(server),
    AWS_ENDPOINT_URL_POLLY: await listen(voices),
    CONTENT_BUCKET: 'content',
    CALLS_PER_SECOND: '100000',
    NODE_NO_WARNINGS: '1',
    // The option of the deployed function, which collects short-lived objects early.
    NODE_OPTIONS: '--max-semi-space-size=2',
  };
  try {
    const child = spawn(process.execPath, ['-e', script, resolve(bundle), JSON.stringify(input)], { env });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    const status = await new Promise((done) => child.on('close', done));
    if (status !== 0) throw new Error(`the dub failed:\n${errors}\n${output}`);
    return { ...JSON.parse(output.trim().split('\n').at(-1)), wavBytes: written.bytes };
  } finally {
    server.closeAllConnections();
    server.close();
    voices.close();
  }
}

/** Megabytes for a film of one minute and a film of two hours, and their ratio. */
export async function benchDub(bundle = 'dist/lambda/dub/index.js') {
  const short = await dubMemory(bundle, 60);
  const long = await dubMemory(bundle, 7200);
  return {
    cues: long.report.cues,
    oneMinuteMegabytes: Math.round(short.kilobytes / 1024),
    twoHoursMegabytes: Math.round(long.kilobytes / 1024),
    ratio: Number((long.kilobytes / short.kilobytes).toFixed(3)),
  };
}
