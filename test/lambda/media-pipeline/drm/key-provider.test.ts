import { keyProvider } from '../../../../lambda/media-pipeline/drm/key-provider';
import { contentKey } from '../../../../lambda/shared/content-keys';
import { type Element, parseXml } from '../../../../lambda/shared/xml';
import cases from '../../../cases/cpix-requests.json';
import { captureLines } from '../../../support/lines';

const master = 'm'.repeat(64);
const assetId = 'abcdefghijklmnopqrstuv';
const [video, audio] = ['98ee5596-cd3e-a20d-163a-e382420c6eff', '53abdba2-f210-43cb-bc90-f18f9a890a02'] as const;
const clearKey = 'e2719d58-a985-b3c9-781a-b030af78d30e';

/** As MediaConvert asks: after the example of the SPEKE specification, "VOD workflow method call examples". */
const request = `<?xml version="1.0" encoding="UTF-8"?>
<cpix:CPIX contentId="${assetId}-0123abcd" version="2.3" xmlns:cpix="urn:dashif:org:cpix" xmlns:pskc="urn:ietf:params:xml:ns:keyprov:pskc">
  <cpix:ContentKeyList>
    <cpix:ContentKey explicitIV="OFj2IjCsPJFfMAxmQxLGPw==" kid="${video}" commonEncryptionScheme="cbcs"/>
    <cpix:ContentKey explicitIV="L6jzdXrXAFbCJGBuMrrKrG==" kid="${audio}" commonEncryptionScheme="cbcs"/>
  </cpix:ContentKeyList>
  <cpix:DRMSystemList>${[video, audio]
    .map(
      (kid) => `<cpix:DRMSystem kid="${kid}" systemId="${clearKey}">
      <cpix:PSSH/><cpix:ContentProtectionData/>
      <cpix:HLSSignalingData playlist="media"/><cpix:HLSSignalingData playlist="master"/>
    </cpix:DRMSystem>`,
    )
    .join('')}</cpix:DRMSystemList>
  <cpix:ContentKeyUsageRuleList>
    <cpix:ContentKeyUsageRule kid="${video}" intendedTrackType="VIDEO"><cpix:VideoFilter/></cpix:ContentKeyUsageRule>
    <cpix:ContentKeyUsageRule kid="${audio}" intendedTrackType="AUDIO"><cpix:AudioFilter/></cpix:ContentKeyUsageRule>
  </cpix:ContentKeyUsageRuleList>
</cpix:CPIX>`;

const provider = keyProvider(async () => master);
const ask = (body: string, headers: Record<string, string> = { 'x-speke-version': '2.0' }) =>
  provider({ headers: { 'content-type': 'application/xml', ...headers }, body, isBase64Encoded: false });

const below = (element: Element, name: string): Element[] =>
  element.children.flatMap((child) => [...(child.name.endsWith(`:${name}`) ? [child] : []), ...below(child, name)]);
const decoded = (element: Element | undefined) => Buffer.from(element?.text ?? '', 'base64');

let logged: readonly string[];
beforeEach(() => {
  logged = captureLines().written;
});
afterEach(() => jest.restoreAllMocks());

describe('a request for content keys', () => {
  test('is answered with a key for each id, which belongs to the asset and to nothing else', async () => {
    const { statusCode, headers, body } = await ask(request);
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/xml',
      'x-speke-version': '2.0',
      'x-speke-user-agent': expect.stringMatching(/./),
    });
    const keys = below(parseXml(body ?? ''), 'PlainValue').map(decoded);
    expect(keys).toEqual([contentKey(master, assetId, video), contentKey(master, assetId, audio)]);
    expect(keys.map(({ length }) => length)).toEqual([16, 16]);
    expect(contentKey(master, 'abcdefghijklmnopqrstuu', video)).not.toEqual(keys[0]);
    expect(contentKey(`${master}m`, assetId, video)).not.toEqual(keys[0]);
  });

  test('gets back what it said, with ids, schemes, initialization vectors and rules as they were', async () => {
    const root = parseXml((await ask(request)).body ?? '');
    const asked = parseXml(request);
    expect(root.attributes).toMatchObject(asked.attributes);
    expect(below(root, 'ContentKey').map(({ attributes }) => attributes)).toEqual(
      below(asked, 'ContentKey').map(({ attributes }) => attributes),
    );
    expect(below(root, 'ContentKeyUsageRule')).toEqual(below(asked, 'ContentKeyUsageRule'));
  });

  test('gets the signals of manifests for the key that they are about', async () => {
    const [first] = below(parseXml((await ask(request)).body ?? ''), 'DRMSystem');
    const [pssh, protection, media, master] = first?.children.map(decoded) ?? [];
    expect(pssh?.toString('latin1', 4, 8)).toBe('pssh');
    expect(pssh?.toString('hex', 12, 28)).toBe('1077efecc0b24d02ace33c1e52e2fb4b');
    expect(pssh?.toString('hex', 32, 48)).toBe(video.replaceAll('-', ''));
    expect(parseXml(String(protection)).text).toBe(pssh?.toString('base64'));
    expect(String(media)).toMatch(/^#EXT-X-KEY:METHOD=SAMPLE-AES,URI="data:/);
    expect(String(master)).toMatch(/^#EXT-X-SESSION-KEY:METHOD=SAMPLE-AES,URI="data:/);
  });

  test('is answered alike each time, also when it comes as base64', async () => {
    const encoded = Buffer.from(request).toString('base64');
    const again = await provider({ headers: { 'x-speke-version': '2.0' }, body: encoded, isBase64Encoded: true });
    expect(again).toEqual(await ask(request));
  });

  test('leaves no key in the log, whether it is answered or refused', async () => {
    await ask(request);
    await ask(request.replace(clearKey, 'edef8ba9-79d6-4ace-a3c8-27dcd51d21ed'));
    expect(logged).toHaveLength(2);
    for (const key of [video, audio].map((id) => contentKey(master, assetId, id))) {
      for (const form of ['base64', 'base64url', 'hex'] as const) {
        expect(logged.join('\n')).not.toContain(key.toString(form));
      }
    }
    expect(logged.join('\n')).not.toContain(master);
  });
});

describe('a request that is not as it must be', () => {
  test.each(cases)('is refused: $name', async ({ input: { from, to }, expected }) => {
    expect(request).toContain(from);
    const { statusCode, body, headers } = await ask(request.replaceAll(from, to));
    expect([statusCode, headers?.['content-type'], body]).toEqual([
      422,
      'text/plain',
      expect.stringContaining(expected),
    ]);
  });

  test('is refused when it speaks another version of SPEKE, or none', async () => {
    const unsupported = { statusCode: 422, body: 'Unsupported SPEKE version' };
    expect(await ask(request, { 'x-speke-version': '1.0' })).toMatchObject(unsupported);
    expect(await ask(request, {})).toMatchObject(unsupported);
  });

  test('is refused when it is no XML, or far too long', async () => {
    expect(await ask('kid=1')).toMatchObject({ statusCode: 422, body: expect.stringContaining('Malformed CPIX') });
    expect(await ask('')).toMatchObject({ statusCode: 422, body: expect.stringContaining('Malformed CPIX') });
    const long = request.replace('<cpix:VideoFilter/>', ' '.repeat(70_000));
    expect(await ask(long)).toMatchObject({ statusCode: 422, body: expect.stringContaining('too long') });
  });
});

test('a secret that cannot be read is no news for the encryptor', async () => {
  const failing = keyProvider(async () => {
    throw new Error('no access to arn:aws:secretsmanager:…');
  });
  const answer = await failing({ headers: { 'x-speke-version': '2.0' }, body: request, isBase64Encoded: false });
  expect(answer).toMatchObject({ statusCode: 500, body: 'Internal error' });
});
