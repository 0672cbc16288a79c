import { createWaf, type Waf } from '../../../services/wafv2';
import type { WebRequest } from '../../../services/wafv2/model';
import { type Laptop, startLaptop } from '../../../testing/start-services';

let laptop: Laptop;
let waf: Waf;
let now = 0;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => {
    waf = createWaf(kernel);
    return [waf];
  });
});
afterAll(() => laptop.stop());

beforeEach(() => {
  now = Date.UTC(2026, 10, 30);
  jest.spyOn(laptop.kernel, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

const wait = (seconds: number) => {
  now += seconds * 1000;
};

let deployed = 0;
/** Deploys a web ACL with these rules, and returns its ARN. */
async function webAcl(rules: readonly object[], more: object = {}): Promise<string> {
  const { attributes } = await laptop.deploy('AWS::WAFv2::WebACL', `Acl${deployed++}`, {
    Scope: 'REGIONAL',
    DefaultAction: { Allow: {} },
    VisibilityConfig: {},
    Rules: rules.map((rule, Priority) => ({ Priority, Name: `rule-${Priority}`, Action: { Block: {} }, ...rule })),
    ...more,
  });
  return attributes.Arn as string;
}

const request = (changes: Partial<WebRequest> = {}): WebRequest => ({
  ...{ method: 'GET', path: '/api/me', headers: {}, address: '198.51.100.1' },
  ...changes,
});
/** The statuses of the responses; 200 for allowed requests. */
const statuses = (arn: string, count: number, changes: Partial<WebRequest> = {}) =>
  Array.from({ length: count }, () => waf.block(arn, request(changes))?.status ?? 200);
const blockedOf = (arn: string, count: number, changes?: Partial<WebRequest>) =>
  statuses(arn, count, changes).filter((status) => status !== 200).length;

const none = [{ Priority: 0, Type: 'NONE' }];
const beginsWith = (SearchString: string, TextTransformations: object[] = none) => ({
  ByteMatchStatement: {
    FieldToMatch: { UriPath: {} },
    PositionalConstraint: 'STARTS_WITH',
    SearchString,
    TextTransformations,
  },
});
const perAddress = (more: object = {}) => ({
  Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 20, EvaluationWindowSec: 60, ...more } },
});
const perToken = {
  Statement: {
    RateBasedStatement: {
      ...{ AggregateKeyType: 'CUSTOM_KEYS', Limit: 20, EvaluationWindowSec: 60 },
      CustomKeys: [{ Header: { Name: 'Authorization', TextTransformations: none } }],
    },
  },
};

describe('a rate-based rule', () => {
  test('limits the address that is over it from the next estimate on, and no other', async () => {
    const arn = await webAcl([perAddress()]);
    expect(blockedOf(arn, 100)).toBe(0);
    wait(10);
    expect(blockedOf(arn, 100)).toBe(100);
    expect(blockedOf(arn, 20, { address: '198.51.100.2' })).toBe(0);
  });

  test('leaves the address alone again when its requests have left the window', async () => {
    const arn = await webAcl([perAddress()]);
    statuses(arn, 21);
    wait(10);
    expect(blockedOf(arn, 1)).toBe(1);
    wait(60);
    expect(blockedOf(arn, 1)).toBe(0);
  });

  test('counts what it blocks too', async () => {
    const arn = await webAcl([perAddress()]);
    for (let period = 0; period < 12; period += 1) {
      expect(blockedOf(arn, 21)).toBe(period === 0 ? 0 : 21);
      wait(10);
    }
  });

  test('does not see requests below the limit of its window as too many', async () => {
    const arn = await webAcl([perAddress()]);
    for (let period = 0; period < 30; period += 1) {
      expect(blockedOf(arn, 3)).toBe(0);
      wait(10);
    }
  });

  test('of a header counts each value by itself, and omits requests without it', async () => {
    const arn = await webAcl([perToken]);
    const member = { headers: { authorization: 'Bearer a.b.c' } };
    statuses(arn, 21, member);
    statuses(arn, 100);
    wait(10);
    expect(blockedOf(arn, 1, member)).toBe(1);
    expect(blockedOf(arn, 1, { headers: { authorization: 'Bearer d.e.f' } })).toBe(0);
    expect(blockedOf(arn, 100)).toBe(0);
  });

  test('with a scope-down statement counts only what the statement matches', async () => {
    const arn = await webAcl([perAddress({ ScopeDownStatement: beginsWith('/api/') })]);
    statuses(arn, 100, { path: '/v/film' });
    wait(10);
    expect(blockedOf(arn, 20)).toBe(0);
    wait(10);
    expect([blockedOf(arn, 1), blockedOf(arn, 1, { path: '/v/film' })]).toEqual([0, 0]);
    wait(10);
    expect([blockedOf(arn, 1), blockedOf(arn, 1, { path: '/v/film' })]).toEqual([1, 0]);
  });

  test('that only counts refuses nothing', async () => {
    const arn = await webAcl([{ ...perAddress(), Action: { Count: {} } }]);
    statuses(arn, 100);
    wait(10);
    expect(blockedOf(arn, 100)).toBe(0);
  });

  test('logs its name and nothing of the requests', async () => {
    const log = jest.spyOn(laptop.kernel, 'log');
    const arn = await webAcl([perToken]);
    statuses(arn, 30, { headers: { authorization: 'Bearer secret' } });
    wait(10);
    statuses(arn, 30, { headers: { authorization: 'Bearer secret' } });
    expect(log.mock.calls).toEqual([['wafv2', expect.stringContaining('rule-0'), { webAcl: expect.any(String) }]]);
    expect(JSON.stringify(log.mock.calls)).not.toContain('secret');
  });
});

describe('rules', () => {
  test('decide in the order of their priorities: what one allows or blocks, the next does not see', async () => {
    const arn = await webAcl([
      { Priority: 2, Statement: beginsWith('/api/'), Action: { Block: { CustomResponse: { ResponseCode: 404 } } } },
      { Priority: 1, Statement: beginsWith('/api/open'), Action: { Allow: {} } },
      { Priority: 3, ...perAddress() },
    ]);
    statuses(arn, 100);
    statuses(arn, 100, { path: '/api/open' });
    wait(10);
    expect(statuses(arn, 1)).toEqual([404]);
    expect(statuses(arn, 1, { path: '/api/open' })).toEqual([200]);
    expect(statuses(arn, 1, { path: '/' })).toEqual([200]);
  });

  test('answer as they say, or by 403', async () => {
    const CustomResponseBodies = { json: { ContentType: 'APPLICATION_JSON', Content: '{"message":"No"}' } };
    const CustomResponse = {
      ...{ ResponseCode: 429, CustomResponseBodyKey: 'json' },
      ResponseHeaders: [{ Name: 'Retry-After', Value: '60' }],
    };
    const arn = await webAcl(
      [{ Statement: beginsWith('/api/'), Action: { Block: { CustomResponse } } }, { Statement: beginsWith('/v/') }],
      { CustomResponseBodies },
    );
    expect(waf.block(arn, request())).toEqual({
      status: 429,
      headers: { 'content-type': 'application/json', 'retry-after': '60' },
      body: '{"message":"No"}',
    });
    expect(waf.block(arn, request({ path: '/v/film' }))).toEqual({ status: 403, headers: {} });
  });

  test.each([
    ['/api/me', 403],
    ['/%61pi/me', 403],
    ['//api//me', 403],
    ['/x/../api/me', 403],
    ['/./api/me', 403],
    ['/apis', 200],
    ['/', 200],
  ])('see %s as CloudFront does: %i', async (path, status) => {
    const transformations = ['URL_DECODE', 'NORMALIZE_PATH'].map((Type, Priority) => ({ Priority, Type }));
    const arn = await webAcl([{ Statement: beginsWith('/api/', transformations) }]);
    expect(statuses(arn, 1, { path })).toEqual([status]);
  });

  test('are combined by and, or, not, and regular expressions', async () => {
    const isPost = {
      ByteMatchStatement: {
        ...{ FieldToMatch: { Method: {} }, PositionalConstraint: 'EXACTLY', SearchString: 'POST' },
        TextTransformations: none,
      },
    };
    const form = {
      RegexMatchStatement: { FieldToMatch: { UriPath: {} }, RegexString: '^/a$|^/b$', TextTransformations: none },
    };
    const either = { OrStatement: { Statements: [form, beginsWith('/c')] } };
    const arn = await webAcl([
      { Statement: { AndStatement: { Statements: [either, { NotStatement: { Statement: isPost } }] } } },
    ]);
    expect(['/a', '/b', '/cc', '/aa'].map((path) => statuses(arn, 1, { path })[0])).toEqual([403, 403, 403, 200]);
    expect(statuses(arn, 1, { path: '/a', method: 'POST' })).toEqual([200]);
  });
});

describe('an association', () => {
  const resource = 'arn:aws:cognito-idp:eu-west-1:000000000000:userpool/eu-west-1_a';

  test('puts a web ACL before its resource', async () => {
    const WebACLArn = await webAcl([{ Statement: beginsWith('/') }]);
    expect(waf.blockFor(resource, request())).toBeUndefined();
    await laptop.deploy('AWS::WAFv2::WebACLAssociation', 'Association', { WebACLArn, ResourceArn: resource });
    expect(waf.blockFor(resource, request())).toMatchObject({ status: 403 });
  });

  test('needs its web ACL', async () => {
    const properties = { WebACLArn: 'arn:aws:wafv2:nowhere', ResourceArn: resource };
    await expect(laptop.deploy('AWS::WAFv2::WebACLAssociation', 'Other', properties)).rejects.toThrow(
      /is not deployed/,
    );
  });
});

test.each([
  ['a statement', { Statement: { GeoMatchStatement: { CountryCodes: ['DE'] } } }, /the statement GeoMatchStatement/],
  ['a key', perAddress({ AggregateKeyType: 'FORWARDED_IP' }), /the aggregate key type FORWARDED_IP/],
  ['a custom key', perAddress({ AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [{ ASN: {} }] }), /the custom key ASN/],
  [
    'a field',
    { Statement: { RegexMatchStatement: { FieldToMatch: { Body: {} }, RegexString: 'a', TextTransformations: none } } },
    /the field to match Body/,
  ],
  ['a transformation', { Statement: beginsWith('/', [{ Priority: 0, Type: 'MD5' }]) }, /the text transformation MD5/],
  ['an action', { Statement: beginsWith('/'), Action: { Captcha: {} } }, /the action Captcha/],
  [
    'a rule group',
    { Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'Bots' } } },
    /the managed rule group Bots/,
  ],
  ['a property', { Statement: beginsWith('/'), RuleLabels: [] }, /the property RuleLabels/],
])('%s that the laptop does not know is refused by its name', async (_what, rule, message) => {
  await expect(webAcl([rule])).rejects.toThrow(message);
});
