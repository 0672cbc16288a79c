import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import cases from '../cases/viewer-request.json';

interface Input {
  readonly uri: string;
  /** Resource of the policy in the cookie, or in the address. */
  readonly cookie?: string;
  readonly query?: string;
  /** A whole policy, or text in its place, in the cookie. */
  readonly policy?: unknown;
  readonly raw?: string;
  /** Resource of a policy that comes in two cookies of one name. */
  readonly twice?: string;
}
type Entry = { value: string; multiValue?: { value: string }[] };

const source = readFileSync('lib/constructs/edge/viewer-request.js', 'utf8');
// What CloudFront's runtime has of Node.js, and nothing else.
const context = createContext({ Buffer });
runInContext(source, context);

const encode = (policy: unknown) =>
  Buffer.from(JSON.stringify(policy))
    .toString('base64')
    .replace(/[+=/]/g, (sign) => ({ '+': '-', '=': '_', '/': '~' })[sign] as string);
const policyFor = (Resource: string) =>
  encode({ Statement: [{ Resource, Condition: { DateLessThan: { 'AWS:EpochTime': 1893456000 } } }] });

function requestOf(input: Input) {
  const cookies: Record<string, Entry> = {};
  if (input.cookie !== undefined) cookies['CloudFront-Policy'] = { value: policyFor(input.cookie) };
  if ('policy' in input) cookies['CloudFront-Policy'] = { value: encode(input.policy) };
  if (input.raw !== undefined) cookies['CloudFront-Policy'] = { value: input.raw };
  if (input.twice !== undefined) {
    const value = policyFor(input.twice);
    cookies['CloudFront-Policy'] = { value, multiValue: [{ value }, { value }] };
  }
  const querystring: Record<string, Entry> =
    input.query === undefined ? {} : { Policy: { value: policyFor(input.query) } };
  return { method: 'GET', uri: input.uri, querystring, headers: {}, cookies };
}

test.each(cases as { name: string; input: Input; expected: string | number }[])('$name', ({ input, expected }) => {
  context.event = { version: '1.0', context: { eventType: 'viewer-request' }, viewer: {}, request: requestOf(input) };
  const answer = runInContext('handler(event)', context);
  expect(answer.statusCode ?? answer.uri).toBe(expected);
});

test('a refusal is not cached by anybody', () => {
  context.event = { request: requestOf({ uri: '/v/x' }) };
  const { headers } = runInContext('handler(event)', context);
  expect(headers['cache-control'].value).toBe('no-store');
});

test('fits into the 10 KB that CloudFront takes', () => {
  expect(Buffer.byteLength(source)).toBeLessThanOrEqual(10 * 1024);
});
