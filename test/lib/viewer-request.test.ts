import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import cases from '../cases/viewer-request.json';
import { synthesized } from './synthesis';

interface Input {
  readonly uri: string;
  /** GET, unless it says otherwise. */
  readonly method?: string;
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
const endedSession = 'EndedEndedEndedEndedEE';

/** What CloudFront's runtime has of Node.js, and nothing else, with one session in the function's key value store. */
function load(code: string) {
  const context = createContext({ Buffer });
  context.cf = { kvs: () => ({ exists: async (key: string) => key === endedSession }) };
  runInContext(code.replace("import cf from 'cloudfront';", ''), context);
  return (request: object) => {
    context.event = { version: '1.0', context: { eventType: 'viewer-request' }, viewer: {}, request };
    return runInContext('handler(event)', context);
  };
}
const handle = load(source);

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
  return { method: input.method ?? 'GET', uri: input.uri, querystring, headers: {}, cookies };
}

const table = cases as { name: string; input: Input; expected: string | number }[];

test.each(table)('$name', async ({ input, expected }) => {
  const answer = await handle(requestOf(input));
  expect(answer.statusCode ?? answer.uri).toBe(expected);
});

const hasNjs = spawnSync('njs', ['-v']).status === 0;

const needed = hasNjs ? '' : ' [needs njs: apt-get install njs]';

(hasNjs ? describe : describe.skip)(`under njs, an engine like CloudFront’s${needed}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'njs-'));
  // What CloudFront's runtime offers as a module; njs looks for modules in a folder.
  writeFileSync(
    join(folder, 'cloudfront'),
    `export default { kvs: () => ({ exists: (key) => Promise.resolve(key === '${endedSession}') }) };`,
  );
  const requests = table.map(({ input }) => requestOf(input));
  const driver = `
    const requests = ${JSON.stringify(requests)};
    async function run() {
      for (let at = 0; at < requests.length; at++) {
        const answer = await handler({ request: requests[at] });
        console.log(JSON.stringify(answer.statusCode || answer.uri));
      }
    }
    run();`;
  writeFileSync(join(folder, 'run.js'), source + driver);
  let answers: unknown[];
  beforeAll(() => {
    const printed = execFileSync('njs', ['-p', folder, join(folder, 'run.js')], { encoding: 'utf8' });
    // njs prints strings in quotes of its own.
    answers = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line.replace(/^'(.*)'$/, '$1')));
  });

  test('every case of the table has its result', () => {
    const wrong = table.filter(({ expected }, at) => answers[at] !== expected).map(({ name }) => name);
    expect([wrong, answers.length]).toEqual([[], table.length]);
  });
});

test('a preflight carries the headers of the response headers policy, and no others', async () => {
  const uri = '/v/AbCdEfGhIjKlMnOpQrSt_-/abcdefghijklmnopqrst23/picture/0a1b2c3d/film_720p.m3u8';
  const { headers } = await handle(requestOf({ uri, method: 'OPTIONS' }));
  const { delivery } = synthesized('dev').templates;
  const policies = Object.values(delivery.findResources('AWS::CloudFront::ResponseHeadersPolicy'));
  const cors = policies.flatMap(({ Properties }) => Properties.ResponseHeadersPolicyConfig.CorsConfig ?? []);
  expect(cors).toHaveLength(1);
  const [{ AccessControlAllowOrigins, AccessControlAllowMethods, AccessControlAllowHeaders, ...rest }] = cors;
  expect(
    Object.fromEntries(Object.entries(headers as Record<string, Entry>).map(([k, { value }]) => [k, value])),
  ).toEqual({
    'access-control-allow-origin': AccessControlAllowOrigins.Items.join(', '),
    'access-control-allow-methods': AccessControlAllowMethods.Items.join(', '),
    'access-control-allow-headers': AccessControlAllowHeaders.Items.join(', '),
    'access-control-max-age': String(rest.AccessControlMaxAgeSec),
  });
  // Overriding replaces: where CloudFront applies the policy to this response too, no header comes twice.
  expect(rest.OriginOverride).toBe(true);
});

test('a refusal is not cached by anybody', async () => {
  const { headers } = await handle(requestOf({ uri: '/v/x' }));
  expect(headers['cache-control'].value).toBe('no-store');
});

test('a refusal may be read by players on other sites, as the film may', async () => {
  const { headers } = await handle(requestOf({ uri: '/v/x' }));
  expect(headers).toMatchObject({
    'access-control-allow-origin': { value: '*' },
    'cross-origin-resource-policy': { value: 'cross-origin' },
    'x-content-type-options': { value: 'nosniff' },
  });
});

describe('bound to a country', () => {
  const asset = 'abcdefghijklmnopqrst23';
  const bound = load(source.replace('BOUND_TO_COUNTRY = false', 'BOUND_TO_COUNTRY = true'));
  const from = (country: string | undefined, session: string) => {
    const request = requestOf({
      uri: `/v/${session}/${asset}/picture/1/film.m4s`,
      cookie: `https://d1.cloudfront.net/v/${session}/${asset}/*`,
    });
    return { ...request, headers: country === undefined ? {} : { 'cloudfront-viewer-country': { value: country } } };
  };

  test.each([
    ['opens where it was opened', 'DE', 'AAAAAAAAAAAAAAAAAAAADE', `/${asset}/picture/1/film.m4s`],
    ['is refused elsewhere', 'FR', 'AAAAAAAAAAAAAAAAAAAADE', 403],
    ['is refused where nobody knows the country', undefined, 'AAAAAAAAAAAAAAAAAAAADE', 403],
    ['opened where nobody knew it, opens there', undefined, 'AAAAAAAAAAAAAAAAAAAA--', `/${asset}/picture/1/film.m4s`],
  ])('a session %s', async (_, country, session, expected) => {
    const answer = await bound(from(country, session));
    expect(answer.statusCode ?? answer.uri).toBe(expected);
  });
});

test('fits into the 10 KB that CloudFront takes', () => {
  expect(Buffer.byteLength(source)).toBeLessThanOrEqual(10 * 1024);
});
