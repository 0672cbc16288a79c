// Measures the edge function, which runs before each request for a film: its size, and the time of a call in V8. The time
// shows changes; CloudFront's engine differs (the console shows its "compute utilization").
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { median } from './median.mjs';

const calls = 20_000;
const rounds = 5;
const session = 'AbCdEfGhIjKlMnOpQrSt_-';
const asset = `a${'b'.repeat(21)}`;

const encode = (text) =>
  Buffer.from(text)
    .toString('base64')
    .replace(/[+=/]/g, (sign) => ({ '+': '-', '=': '_', '/': '~' })[sign]);

/** `{ kilobytes (1024 bytes, as its limit is counted), microseconds (median of a call), empty (of one that does nothing) }`. */
export async function benchEdgeFunction(folder) {
  const source = readFileSync(join(folder, 'lib/constructs/edge/viewer-request.js'), 'utf8');
  const policy = encode(
    JSON.stringify({
      Statement: [
        {
          Resource: `https://d111111abcdef8.cloudfront.net/v/${session}/${asset}/*`,
          Condition: { DateLessThan: { 'AWS:EpochTime': 1893456000 } },
        },
      ],
    }),
  );
  const request = () => ({
    method: 'GET',
    uri: `/v/${session}/${asset}/picture/0a1b2c3d/film_720p_000000001.cmfv`,
    querystring: {},
    headers: {},
    cookies: { 'CloudFront-Policy': { value: policy } },
  });
  const own = functionOf(source.replace(/^import .*$/m, ''));
  const empty = functionOf('async function handler(event) { return event.request; }');
  const times = { own: [], empty: [] };
  for (let round = 0; round < rounds + 1; round += 1) {
    for (const [name, call] of Object.entries({ own, empty })) {
      const startedAt = performance.now();
      for (let n = 0; n < calls; n += 1) {
        const answer = await call({ request: request() });
        if (answer.statusCode) throw new Error('the function refused a valid request');
      }
      if (round > 0) times[name].push(((performance.now() - startedAt) * 1000) / calls);
    }
  }
  return {
    kilobytes: Buffer.byteLength(source) / 1024,
    microseconds: median(times.own),
    empty: median(times.empty),
  };
}

function functionOf(code) {
  const context = createContext({ Buffer, cf: { kvs: () => ({ exists: async () => false }) } });
  runInContext(code, context);
  return runInContext('handler', context);
}
