import { createHash } from 'node:crypto';
import * as sdk from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { parseTarget } from '../../wire/protocol';
import { type Served, serve } from '../../wire/serve';
import { type SignedRequest, signatureClaim, verifySignature } from '../../wire/sigv4';
import suite from '../cases/sigv4-suite.json';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const minutes = 60_000;

function verify(request: SignedRequest, secret: string, payloadHash: string, now: number): string {
  try {
    const claim = signatureClaim(request);
    if (!claim) return 'unsigned';
    verifySignature(request, claim, secret, payloadHash, now);
    return 'good';
  } catch (error) {
    return (error as Error).name;
  }
}

describe("AWS's test suite of Signature Version 4", () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
  const now = Date.parse('2015-08-30T12:36:00Z');

  test.each(suite.map(({ name, ...rest }) => [name, rest] as const))('%s', (_name, { input, expected }) => {
    const { method, target, headers, signedHeaders, body } = input;
    const scope = 'AKIDEXAMPLE/20150830/us-east-1/service/aws4_request';
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signedHeaders}, Signature=${expected}`;
    const request = { method, url: parseTarget(target), headers: { ...headers, authorization } };
    expect(verify(request, secret, sha256(body), now)).toBe('good');
    expect(verify(request, secret, sha256(`${body} `), now)).toBe('InvalidSignatureException');
  });
});

describe("the examples of S3's documentation", () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const now = Date.parse('2013-05-24T00:00:00Z');
  const scope = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
  const host = 'examplebucket.s3.amazonaws.com';
  const common = { host, 'x-amz-date': '20130524T000000Z' };

  const ranged = (
    change: Partial<SignedRequest> = {},
    signedHeaders = 'host;range;x-amz-content-sha256;x-amz-date',
  ) => {
    const signature = 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41';
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${signedHeaders},Signature=${signature}`;
    const headers = { ...common, range: 'bytes=0-9', 'x-amz-content-sha256': sha256(''), authorization };
    return { method: 'GET', url: parseTarget('/test.txt'), ...change, headers: { ...headers, ...change.headers } };
  };
  const presigned = (change = (target: string) => target) => {
    const signature = 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';
    const query =
      `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(scope)}&X-Amz-Date=20130524T000000Z` +
      `&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=${signature}`;
    return { method: 'GET', url: parseTarget(change(`/test.txt?${query}`)), headers: { host } };
  };

  test('of a signed GET holds', () => {
    expect(verify(ranged(), secret, sha256(''), now)).toBe('good');
  });

  test.each([
    ['method', ranged({ method: 'PUT' })],
    ['path', ranged({ url: parseTarget('/test2.txt') })],
    ['query', ranged({ url: parseTarget('/test.txt?acl') })],
    ['signed header', ranged({ headers: { range: 'bytes=0-10' } })],
    ['list of signed headers', ranged({}, 'host;x-amz-content-sha256;x-amz-date')],
  ])('with another %s is refused', (_what, request) => {
    expect(verify(request, secret, sha256(''), now)).toBe('SignatureDoesNotMatch');
  });

  test('with another body, or another secret, is refused', () => {
    expect(verify(ranged(), secret, sha256('body'), now)).toBe('SignatureDoesNotMatch');
    expect(verify(ranged(), `${secret}x`, sha256(''), now)).toBe('SignatureDoesNotMatch');
  });

  test('with a header of S3 added that is not signed is refused, as is a signature without the host', () => {
    const added = ranged({ headers: { 'x-amz-copy-source': '/other/secret' } });
    expect(verify(added, secret, sha256(''), now)).toBe('AccessDenied');
    expect(verify(ranged({}, 'range;x-amz-content-sha256;x-amz-date'), secret, sha256(''), now)).toBe('AccessDenied');
  });

  test.each([
    [15 * minutes, 'good'],
    [15 * minutes + 1, 'RequestTimeTooSkewed'],
    [-15 * minutes, 'good'],
    [-15 * minutes - 1, 'RequestTimeTooSkewed'],
  ])('%d ms away from the time of signing is %s', (late, outcome) => {
    expect(verify(ranged(), secret, sha256(''), now + late)).toBe(outcome);
  });

  test.each([
    ['a day off its scope', '20130525T000000Z'],
    ['no date', 'yesterday'],
    ['an hour that is none', '20130524T250000Z'],
  ])('dated with %s is refused', (_what, date) => {
    const request = ranged({ headers: { 'x-amz-date': date } });
    expect(verify(request, secret, sha256(''), now)).toBe('IncompleteSignatureException');
  });

  test('of a presigned URL holds, for its day and no longer', () => {
    const day = 24 * 60 * minutes;
    expect(verify(presigned(), secret, 'UNSIGNED-PAYLOAD', now)).toBe('good');
    expect(verify(presigned(), secret, 'UNSIGNED-PAYLOAD', now + day)).toBe('good');
    expect(verify(presigned(), secret, 'UNSIGNED-PAYLOAD', now + day + 1)).toBe('AccessDenied');
    expect(verify(presigned(), secret, 'UNSIGNED-PAYLOAD', now - 15 * minutes - 1)).toBe('AccessDenied');
  });

  test.each([
    ['path', (target: string) => target.replace('test', 'tess'), 'SignatureDoesNotMatch'],
    ['query', (target: string) => `${target}&versionId=1`, 'SignatureDoesNotMatch'],
    ['life', (target: string) => target.replace('86400', '604800'), 'SignatureDoesNotMatch'],
    ['life beyond a week', (target: string) => target.replace('86400', '604801'), 'AuthorizationQueryParametersError'],
    ['life without end', (target: string) => target.replace('86400', 'ever'), 'AuthorizationQueryParametersError'],
    ['credential without a scope', (target: string) => target.replace(/%2Fs3/, ''), 'IncompleteSignatureException'],
  ])('of a presigned URL with another %s is refused', (_what, change, name) => {
    expect(verify(presigned(change), secret, 'UNSIGNED-PAYLOAD', now)).toBe(name);
  });
});

describe('over HTTP', () => {
  let served: Served;
  let late = 0;
  beforeAll(async () => {
    served = await serve(
      [{ id: 's3', sdk }],
      () => ({}),
      () => Date.now() + late,
    );
  });
  afterAll(() => served.close());
  beforeEach(() => {
    late = 0;
    served.calls.length = 0;
  });
  const put = new sdk.PutObjectCommand({ Bucket: 'b', Key: 'k' });

  test('a clock that is off by more than fifteen minutes is refused', async () => {
    late = 16 * minutes;
    const s3 = new sdk.S3Client({ ...served.clientConfig, forcePathStyle: true });
    const head = () => s3.send(new sdk.ListBucketsCommand({}));
    await expect(head()).rejects.toMatchObject({ name: 'RequestTimeTooSkewed', $metadata: { httpStatusCode: 403 } });
    expect(served.calls).toEqual([]);
    s3.destroy();
  });

  test('a presigned write takes any body, and no header that turns it into a copy', async () => {
    const s3 = new sdk.S3Client({ ...served.clientConfig, forcePathStyle: true });
    const url = await getSignedUrl(s3, put, { expiresIn: 60 });
    const copy = await fetch(url, { method: 'PUT', headers: { 'x-amz-copy-source': 'other/secret' } });
    expect([copy.status, await copy.text()]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
    expect(served.calls).toEqual([]);
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(200);
    expect(served.calls.map(({ operation }) => operation)).toEqual(['PutObject']);
    late = 61_000;
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(403);
    s3.destroy();
  });
});
