import { request } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import * as sdk from '@aws-sdk/client-s3';
import { AwsChunkedDecoder, type ChunkedBody, type ChunkSigning } from '../../wire/aws-chunked';
import { checksumOf } from '../../wire/checksums';
import { type Served, serve } from '../../wire/serve';
import { signingKey } from '../../wire/sigv4';

/** What a body decodes to, or the name of what is wrong with it. */
async function decode(encoded: string, body: ChunkedBody, pieceSize = 1 << 20): Promise<string> {
  const bytes = Buffer.from(encoded, 'latin1');
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceSize) pieces.push(bytes.subarray(at, at + pieceSize));
  const decoder = new AwsChunkedDecoder(body);
  return text(
    Readable.from(pieces)
      .on('error', () => {})
      .pipe(decoder),
  ).catch((error: Error) => error.name);
}

const scope = { date: '20130524', region: 'us-east-1', service: 's3' };
const signing = (seed: string): ChunkSigning => ({
  key: signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope),
  timestamp: '20130524T000000Z',
  scope: '20130524/us-east-1/s3/aws4_request',
  seed,
});
const content = 'a'.repeat(66_560);
const frame = (first: string, second: string, last: string, trailers = '') =>
  `10000;chunk-signature=${first}\r\n${'a'.repeat(65_536)}\r\n400;chunk-signature=${second}\r\n` +
  `${'a'.repeat(1024)}\r\n0;chunk-signature=${last}\r\n${trailers}\r\n`;

describe("the example of S3's documentation with signed chunks", () => {
  const body = { length: 66_560, signing: signing('4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9') };
  const encoded = frame(
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  );

  test('comes out whole, in one piece and byte by byte', async () => {
    expect(await decode(encoded, body)).toBe(content);
    expect(await decode(encoded, body, 1)).toBe(content);
  });

  test.each([
    ['one byte changed', encoded.replace('aaaa', 'aaab')],
    ['a chunk’s signature changed', encoded.replace('=ad80', '=ad81')],
    ['a chunk without a signature', encoded.replace(/;chunk-signature=0055\w+/, '')],
    ['the last signature changed', encoded.replace('=b6c6', '=b6c7')],
  ])('is refused with %s', async (_what, changed) => {
    expect(await decode(changed, body)).toBe('SignatureDoesNotMatch');
  });

  test('is refused after another request’s signature', async () => {
    expect(await decode(encoded, { ...body, signing: signing('0'.repeat(64)) })).toBe('SignatureDoesNotMatch');
  });
});

describe("the example of S3's documentation with a signed trailer", () => {
  const body = {
    length: 66_560,
    signing: signing('106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e'),
    trailer: 'x-amz-checksum-crc32c',
  };
  const trailers =
    'x-amz-checksum-crc32c:sOO8/Q==\r\n' +
    'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n';
  const withTrailers = (lines: string) =>
    frame(
      'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
      '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
      '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
      lines,
    );

  test('comes out whole', async () => {
    expect(await decode(withTrailers(trailers), body)).toBe(content);
  });

  test.each([
    ['another signature', trailers.replace(':d81f', ':d81e'), 'SignatureDoesNotMatch'],
    ['no signature', trailers.split('\r\n')[0] as string, 'SignatureDoesNotMatch'],
    ['another checksum', trailers.replace('sOO8', 'sOO9'), 'BadDigest'],
    ['no trailer', '', 'MalformedTrailerError'],
  ])('is refused with %s', async (_what, lines, name) => {
    expect(await decode(withTrailers(lines.replace(/([^\n])$/, '$1\r\n')), body)).toBe(name);
  });
});

test.each([
  // The check values of "123456789", as catalogues of checksums give them.
  ['x-amz-checksum-crc32', 'cbf43926'],
  ['x-amz-checksum-crc32c', 'e3069283'],
  ['x-amz-checksum-crc64nvme', 'ae8b14860a799888'],
  ['x-amz-checksum-sha1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['x-amz-checksum-sha256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
])('the trailer %s is checked', async (trailer, expected) => {
  const right = Buffer.from(expected, 'hex').toString('base64');
  const encode = (value: string) => `4\r\n1234\r\n5\r\n56789\r\n0\r\n${trailer}:${value}\r\n\r\n`;
  const body = { length: 9, trailer };
  expect(await decode(encode(right), body)).toBe('123456789');
  expect(await decode(encode(right), body, 1)).toBe('123456789');
  const wrong = checksumOf(trailer)?.digest() as string;
  expect(await decode(encode(wrong), body)).toBe('BadDigest');
});

describe('an unsigned body', () => {
  const body = { length: 5, trailer: 'x-amz-checksum-crc32' };
  const encoded = '3\r\nabc\r\n2\r\nde\r\n0\r\nx-amz-checksum-crc32:hYfYZQ==\r\n\r\n';

  test('comes out whole', async () => {
    expect(await decode(encoded, body)).toBe('abcde');
  });

  test('is refused wherever it is cut', async () => {
    for (let length = 0; length < encoded.length; length += 1) {
      expect([length, await decode(encoded.slice(0, length), body)]).toEqual([length, 'IncompleteBody']);
    }
  });

  test.each([
    ['a size that is no number', '3x\r\nabc\r\n', 'InvalidRequest'],
    ['a negative size', '-3\r\nabc\r\n', 'InvalidRequest'],
    ['no size', '\r\nabc\r\n', 'InvalidRequest'],
    ['an astronomical size', `${'f'.repeat(14)}\r\nabc`, 'InvalidRequest'],
    ['a size line without end', '3'.repeat(10_000), 'InvalidRequest'],
    ['a chunk longer than its size', '2\r\nabc\r\n', 'InvalidRequest'],
    ['more than the stated length', '6\r\nabcdef\r\n', 'IncompleteBody'],
    ['less than the stated length', '3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n', 'IncompleteBody'],
    ['something behind its end', `${encoded}0\r\n`, 'InvalidRequest'],
    ['a trailer that was not announced', '5\r\nabcde\r\n0\r\nx-amz-meta-a:b\r\n\r\n', 'MalformedTrailerError'],
    ['its trailer twice', encoded.replace(/(x-amz.*\r\n)\r\n/, '$1$1\r\n'), 'MalformedTrailerError'],
  ])('is refused with %s', async (_what, broken, name) => {
    expect(await decode(broken, body)).toBe(name);
  });
});

describe('over HTTP', () => {
  let served: Served;
  let received: string[];
  beforeAll(async () => {
    served = await serve([{ id: 's3', sdk }], async ({ Body }) => {
      received.push(await text(Body as Readable));
      return {};
    });
  });
  afterAll(() => served.close());
  beforeEach(() => {
    received = [];
  });

  const headers = {
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': '5',
    'x-amz-trailer': 'x-amz-checksum-crc32',
  };
  const put = (body: string, more: Record<string, string> = {}) =>
    fetch(`${served.endpoint}/b/k`, { method: 'PUT', body, headers: { ...headers, ...more } });
  const good = '5\r\nabcde\r\n0\r\nx-amz-checksum-crc32:hYfYZQ==\r\n\r\n';

  test.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)(
    'a stream that the SDK sends with %s arrives',
    async (ChecksumAlgorithm) => {
      const s3 = new sdk.S3Client({ ...served.clientConfig, forcePathStyle: true });
      const Body = Readable.from([Buffer.from('first '), Buffer.from('second')]);
      const input = { Bucket: 'b', Key: 'k', Body, ContentLength: 12, ChecksumAlgorithm };
      await s3.send(new sdk.PutObjectCommand(input));
      expect(received).toEqual(['first second']);
      s3.destroy();
    },
  );

  test('what is wrong is answered by its name, however much is still to come', async () => {
    const long = `5\r\nabcdeX\r\n${'x'.repeat(4_000_000)}`;
    const answer = await put(long);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<Code>InvalidRequest</Code>')]);
    expect(await (await put(good.replace('hYf', 'AAA'))).text()).toContain('<Code>BadDigest</Code>');
    expect(received).toEqual([]);
    expect((await put(good)).status).toBe(200);
    expect(received).toEqual(['abcde']);
  });

  test.each([
    [411, 'MissingContentLength', { 'x-amz-decoded-content-length': 'five' }],
    [400, 'InvalidRequest', { 'x-amz-trailer': '' }],
    [400, 'InvalidArgument', { 'x-amz-content-sha256': 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD' }],
    [400, 'InvalidArgument', { 'x-amz-content-sha256': 'abc' }],
  ])('is %d %s with %j', async (status, name, more) => {
    const answer = await put(good, more);
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(`<Code>${name}</Code>`)]);
  });

  test('a client that leaves in the middle of its body leaves nothing behind, and the server goes on', async () => {
    await new Promise((done) => {
      const sending = request(`${served.endpoint}/b/k`, {
        method: 'PUT',
        headers: { ...headers, 'content-length': 99 },
      });
      sending.on('error', done);
      sending.write('5\r\nab');
      setTimeout(() => sending.destroy(new Error('left')), 50);
    });
    expect((await put(good)).status).toBe(200);
    expect(received).toEqual(['abcde']);
    expect(served.logs).toEqual([]);
  });
});
