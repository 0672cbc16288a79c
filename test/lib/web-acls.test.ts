import { createWaf, type Laptop, startLaptop } from '@omnistream/local/test';
import { type Resource, resourcesOf, synthesized } from './synthesis';

type Waf = ReturnType<typeof createWaf>;
type WebRequest = Parameters<Waf['block']>[1];

/** The web ACLs of `prod`, as the laptop evaluates them. */
const webAcls = resourcesOf(synthesized('prod').templates, 'AWS::WAFv2::WebACL');
let laptop: Laptop;
let waf: Waf;
let edge: string;
let pool: string;
let now = Date.UTC(2026, 10, 30);

beforeAll(async () => {
  laptop = await startLaptop((kernel) => {
    waf = createWaf(kernel);
    return [waf];
  });
  jest.spyOn(laptop.kernel, 'now').mockImplementation(() => now);
});
afterAll(() => laptop.stop());

const deploy = async (scope: string) => {
  const [id, { Properties }] = webAcls.find(([, acl]) => acl.Properties.Scope === scope) as [string, Resource];
  const { attributes } = await laptop.deploy('AWS::WAFv2::WebACL', id, Properties);
  return attributes.Arn as string;
};
// Deployed again, a web ACL has counted nothing.
beforeEach(async () => {
  now += 3_600_000;
  edge = await deploy('CLOUDFRONT');
  pool = await deploy('REGIONAL');
});

const address = '198.51.100.1';
const member = (token: string) => ({ authorization: `Bearer ${token}` });
/** Counts the responses to requests of one period, in which WAF has no new estimate of their rate. */
function send(arn: string, count: number, of: (index: number) => Partial<WebRequest>): Record<string, number> {
  const statuses: Record<string, number> = {};
  for (let index = 0; index < count; index += 1) {
    const request = { method: 'GET', path: '/api/me', headers: {}, address, ...of(index) };
    const status = waf.block(arn, request)?.status ?? 'allowed';
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  return statuses;
}
const nextEstimate = () => {
  now += 10_000;
};

describe('the web ACL of the distribution', () => {
  test.each([
    ['no header', {}],
    ['an empty header', { authorization: '' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['a cookie in its place', { cookie: 'authorization=Bearer x' }],
  ])('refuses each request to the API with %s, however few there are', (_, headers) => {
    for (const path of ['/api/me', '/%61pi/me', '//api/me', '/x/../api/me']) {
      expect(send(edge, 1, () => ({ path, headers }))).toEqual({ 401: 1 });
    }
    expect(waf.block(edge, { method: 'GET', path: '/api/me', headers, address })?.body).toBe(
      '{"message":"Unauthorized"}',
    );
  });

  test('does not count such requests against the members behind the same address', () => {
    expect(send(edge, 10_000, () => ({}))).toEqual({ 401: 10_000 });
    nextEstimate();
    expect(send(edge, 10, () => ({ headers: member('a.b.c') }))).toEqual({ allowed: 10 });
    expect(send(edge, 10, () => ({ path: '/v/film.m3u8' }))).toEqual({ allowed: 10 });
  });

  test('gives each token a rate of its own, in whatever spelling it comes', () => {
    const spellings = ['Bearer a.b.c', 'bearer a.b.c', 'BEARER   a.b.c', 'Bearer \ta.b.c'];
    const authorization = (index: number) => spellings[index % spellings.length] as string;
    expect(send(edge, 700, (index) => ({ headers: { authorization: authorization(index) } }))).toEqual({
      allowed: 700,
    });
    nextEstimate();
    for (const spelling of spellings)
      expect(send(edge, 1, () => ({ headers: { authorization: spelling } }))).toEqual({ 429: 1 });
    expect(send(edge, 1, () => ({ headers: member('d.e.f') }))).toEqual({ allowed: 1 });
  });

  test('limits a token from many addresses, too', () => {
    send(edge, 700, (index) => ({ headers: member('a.b.c'), address: `198.51.100.${index % 250}` }));
    nextEstimate();
    expect(send(edge, 1, () => ({ headers: member('a.b.c'), address: '203.0.113.1' }))).toEqual({ 429: 1 });
  });

  test('limits an address that sends forged tokens, and no other', () => {
    const forged = (index: number) => ({ headers: member(`a.b.${index}`) });
    expect(send(edge, 1300, forged)).toEqual({ allowed: 1300 });
    nextEstimate();
    expect(send(edge, 100, (index) => forged(index + 5000))).toEqual({ 429: 100 });
    expect(send(edge, 1, () => ({ headers: member('a.b.c'), address: '203.0.113.1' }))).toEqual({ allowed: 1 });
    expect(send(edge, 1, () => ({ path: '/v/film.m3u8' }))).toEqual({ allowed: 1 });
  });

  test('blocks an address above the rate of all its requests', () => {
    send(edge, 6100, () => ({ path: '/v/film.m3u8' }));
    nextEstimate();
    expect(send(edge, 1, () => ({ path: '/' }))).toEqual({ 403: 1 });
  });
});

describe('the web ACL of the user pool', () => {
  const operation = (name: string) => ({
    ...{ method: 'POST', path: '/' },
    headers: { 'x-amzn-cognito-operation-name': name },
  });
  const page = (path: string, method = 'POST') => ({ path, method, headers: { 'x-amzn-cognito-client-id': 'a' } });

  test.each([
    ['SignUp', operation('SignUp')],
    ['ResendConfirmationCode', operation('ResendConfirmationCode')],
    ['ForgotPassword', operation('ForgotPassword')],
    ['the form /signup', page('/signup')],
    ['the form /forgotPassword', page('/forgotPassword')],
    ['the form /resendcode', page('/resendcode')],
  ])('limits %s of one address, and leaves its other requests alone', (_, request) => {
    expect(send(pool, 21, () => request)).toEqual({ allowed: 21 });
    nextEstimate();
    expect(send(pool, 1, () => request)).toEqual({ 403: 1 });
    expect(send(pool, 1, () => ({ ...request, address: '203.0.113.1' }))).toEqual({ allowed: 1 });
    for (const other of [operation('InitiateAuth'), operation('GetTokensFromRefreshToken'), page('/login')]) {
      expect(send(pool, 1, () => other)).toEqual({ allowed: 1 });
    }
  });

  test('does not count who signs in, or only looks at a page', () => {
    send(pool, 500, () => operation('InitiateAuth'));
    send(pool, 500, () => page('/signup', 'GET'));
    nextEstimate();
    expect(send(pool, 1, () => operation('InitiateAuth'))).toEqual({ allowed: 1 });
    expect(send(pool, 1, () => page('/signup'))).toEqual({ allowed: 1 });
  });

  test('stands before the pool of each stage where users can sign up, and of prod', () => {
    const associated = (stage: string, changes = {}) =>
      resourcesOf(synthesized(stage, changes).templates, 'AWS::WAFv2::WebACLAssociation').map(
        ([, { Properties }]) => Properties,
      );
    for (const stage of ['prod', 'review']) {
      expect(associated(stage)).toEqual([
        {
          ResourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^Users/), 'Arn'] },
          WebACLArn: { 'Fn::GetAtt': [expect.stringMatching(/^Firewall/), 'Arn'] },
        },
      ]);
    }
    expect(associated('dev')).toEqual([]);
  });
});
