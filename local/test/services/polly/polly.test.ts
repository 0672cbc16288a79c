import { connect } from 'node:http2';
import {
  DescribeVoicesCommand,
  type DescribeVoicesInput,
  PollyClient,
  SynthesizeSpeechCommand,
  type SynthesizeSpeechInput,
  VoiceId,
} from '@aws-sdk/client-polly';
import { createPolly } from '../../../services/polly';
import { voices } from '../../../services/polly/voices';
import { buildWorker } from '../../../testing/engine-worker';
import { type Laptop, startLaptop } from '../../../testing/start-services';

const speakWorker = buildWorker('speak');
// Without Pico, so that the test is the same on every machine.
const env = { OMNISTREAM_PICO_VOICES: '/nonexistent' };
const text = 'The quick brown fox jumps over the lazy dog.';

let laptop: Laptop;
let polly: PollyClient;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createPolly(kernel, { speakWorker, env })]);
  polly = new PollyClient({ ...laptop.clientConfig, endpoint: laptop.h2cEndpoint });
});

afterAll(async () => {
  polly.destroy();
  await laptop.stop();
});

async function speak(request: Partial<SynthesizeSpeechInput>) {
  const answer = await polly.send(
    new SynthesizeSpeechCommand({
      OutputFormat: 'pcm',
      VoiceId: 'Joanna',
      Text: text,
      ...request,
    } as SynthesizeSpeechInput),
  );
  const bytes = Buffer.from((await answer.AudioStream?.transformToByteArray()) ?? []);
  const rate = Number(request.SampleRate ?? 16_000);
  return { ...answer, bytes, seconds: bytes.length / 2 / rate };
}

const ssml = (Text: string, more: Partial<SynthesizeSpeechInput> = {}) => speak({ TextType: 'ssml', Text, ...more });

const failure = (request: Promise<unknown>) =>
  request.then(
    () => undefined,
    (error: Error & { $metadata: { httpStatusCode: number } }) => ({
      name: error.name,
      message: error.message,
      status: error.$metadata.httpStatusCode,
    }),
  );

describe('SynthesizeSpeech', () => {
  test('streams PCM of 16 kHz, 16 bits, one channel, and tells what it is', async () => {
    const { bytes, seconds, ContentType, RequestCharacters, $metadata } = await speak({ Engine: 'neural' });
    expect($metadata.httpStatusCode).toBe(200);
    expect(ContentType).toBe('audio/pcm');
    expect(RequestCharacters).toBe(text.length);
    expect(seconds).toBeGreaterThan(2);
    expect(seconds).toBeLessThan(4);
    const loudest = bytes.reduce((max, _, at) => (at % 2 ? max : Math.max(max, Math.abs(bytes.readInt16LE(at)))), 0);
    expect(loudest).toBeGreaterThan(3000);
  });

  test('speaks at 8 kHz when it is asked to', async () => {
    const { bytes } = await speak({ SampleRate: '8000' });
    expect(bytes.length / (await speak({})).bytes.length).toBeCloseTo(0.5, 3);
  });

  test('minds the rate, breaks, paragraphs, sentences, languages and aliases of SSML', async () => {
    const plain = (await ssml(`<speak>${text}</speak>`)).seconds;
    expect((await speak({})).seconds).toBe(plain);
    const fast = await ssml(`<speak><prosody rate="150%">${text}</prosody></speak>`);
    expect(plain / fast.seconds).toBeGreaterThan(1.4);
    expect(plain / fast.seconds).toBeLessThan(1.6);
    const nested = await ssml(`<speak><prosody rate="x-fast"><prosody rate="100%">${text}</prosody></prosody></speak>`);
    expect(nested.seconds).toBe(fast.seconds);
    const pause = await ssml(`<speak>${text}<break time="1500ms"/><break strength="none"/></speak>`);
    expect(pause.seconds).toBeCloseTo(plain + 1.5, 4);
    const long = await ssml(`<speak><p><s>${text}</s></p></speak>`);
    expect(long.seconds).toBeCloseTo(plain + 1.2, 4);
    const other = await ssml(`<speak><lang xml:lang="de-DE">${text}</lang></speak>`);
    expect(other.seconds).not.toBe(plain);
    const alias = await ssml(`<speak><sub alias="${text}">x</sub></speak>`);
    expect(alias.seconds).toBe(plain);
  });

  test('reads references and CDATA, and bills characters, not tags', async () => {
    const { RequestCharacters } = await ssml(
      '<?xml version="1.0"?><speak>Fish &amp; chips<!-- now --> &#x1F600;</speak>',
    );
    expect(RequestCharacters).toBe('Fish & chips 😀'.length - 1);
    expect((await ssml('<speak><![CDATA[Fish & chips]]></speak>')).seconds).toBeGreaterThan(0.5);
  });

  test('answers no sound for nothing to say', async () => {
    expect((await ssml('<speak> </speak>')).bytes).toHaveLength(0);
  });

  test('gives voices of one language different sounds', async () => {
    const [joanna, matthew] = [await speak({ VoiceId: 'Joanna' }), await speak({ VoiceId: 'Matthew' })];
    expect(joanna.bytes.equals(matthew.bytes)).toBe(false);
    expect((await speak({ VoiceId: 'Joanna' })).seconds).toBe(joanna.seconds);
  });

  test('takes 3,000 billed and 6,000 characters, and not one more', async () => {
    const name = 'TextLengthExceededException';
    const most = `<speak>${'a '.repeat(1500)}${'<w/>'.repeat(746)}</speak>`;
    expect(most).toHaveLength(5999);
    expect((await ssml(most)).RequestCharacters).toBe(3000);
    expect(await failure(ssml(most.replace('</speak>', '  </speak>')))).toMatchObject({ name, status: 400 });
    expect(await failure(ssml(`<speak>${'😀'.repeat(3001)}</speak>`))).toMatchObject({ name });
    expect(await failure(speak({ Text: 'a'.repeat(3001) }))).toMatchObject({ name });
  });

  test.each([
    'plain text',
    '<speak>open',
    '<speak>a & b</speak>',
    '<speak>a < b</speak>',
    '<speak>&nbsp;</speak>',
    '<speak><p>crossed</speak></p>',
    '<speak a="1" a="2">x</speak>',
    '<say>x</say>',
    '<speak>x</speak><speak>y</speak>',
    '<speak><break time="11s"/></speak>',
    '<speak><break time="soon"/></speak>',
    '<speak><break strength="huge"/></speak>',
    '<speak><prosody rate="quick">x</prosody></speak>',
    '<speak><prosody>x</prosody></speak>',
    '<speak><lang xml:lang="tlh">x</lang></speak>',
    '<speak><amazon:effect name="whispered">x</amazon:effect></speak>',
    '<speak><prosody pitch="high">neural voices have no pitch</prosody></speak>',
    '<speak>\u0001</speak>',
  ])('refuses the SSML %s', async (Text) => {
    expect(await failure(ssml(Text, { Engine: 'neural' }))).toMatchObject({
      name: 'InvalidSsmlException',
      status: 400,
    });
  });

  test('raises the pitch of standard voices', async () => {
    const low = await ssml('<speak><prosody pitch="-20%">Hello.</prosody></speak>');
    const high = await ssml('<speak><prosody pitch="x-high">Hello.</prosody></speak>');
    expect(low.bytes.equals(high.bytes)).toBe(false);
  });

  test('names what it does not do as AWS does', async () => {
    const cases: [Partial<SynthesizeSpeechInput>, string, string | RegExp][] = [
      [
        { VoiceId: 'Nobody' as never },
        'ValidationException',
        /Value 'Nobody' at 'voiceId' failed to satisfy constraint/,
      ],
      [{ Engine: 'loud' as never }, 'ValidationException', /'loud' at 'engine'/],
      [
        { Engine: 'standard', VoiceId: 'Ruth' },
        'ValidationException',
        'This voice does not support the selected engine: standard',
      ],
      [{ Engine: 'generative' }, 'ValidationException', 'This voice does not support the selected engine: generative'],
      [{ LanguageCode: 'hi-IN' }, 'ValidationException', 'This voice does not support the selected language: hi-IN'],
      [{ SampleRate: '22050' }, 'InvalidSampleRateException', /22050/],
      [{ OutputFormat: 'mp3' }, 'ValidationException', /supports only the OutputFormat 'pcm'/],
      [{ LexiconNames: ['names'] }, 'LexiconNotFoundException', /names/],
      [{ VoiceId: 'Takumi' }, 'LanguageNotSupportedException', /ja-JP/],
      [{ Text: undefined as never }, 'ValidationException', /text/i],
    ];
    for (const [request, name, message] of cases) {
      expect(await failure(speak(request))).toMatchObject({ name, message: expect.stringMatching(message) });
    }
  });

  test('speaks the other language of a bilingual voice', async () => {
    const hindi = await speak({ VoiceId: 'Kajal', Engine: 'neural', LanguageCode: 'hi-IN', Text: 'नमस्ते दुनिया' });
    expect(hindi.seconds).toBeGreaterThan(0.5);
  });

  test('answers many calls on one connection', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, (_, index) => speak({ Text: `Number ${index}.` })));
    expect(all.every(({ seconds }) => seconds > 0.4)).toBe(true);
  });
});

describe('DescribeVoices', () => {
  test('lists the voices of AWS whose languages are spoken here', async () => {
    const { Voices = [] } = await polly.send(new DescribeVoicesCommand({}));
    const lea = { Gender: 'Female', Id: 'Lea', LanguageCode: 'fr-FR', LanguageName: 'French', Name: 'Léa' };
    expect(Voices).toContainEqual({ ...lea, SupportedEngines: ['neural', 'standard'] });
    expect(Voices.some(({ LanguageCode }) => LanguageCode === 'ja-JP')).toBe(false);
    expect(Voices.length).toBeGreaterThan(80);
  });

  test('filters by engine and language', async () => {
    const ids = async (input: DescribeVoicesInput) =>
      ((await polly.send(new DescribeVoicesCommand(input))).Voices ?? []).map(({ Id }) => Id).sort();
    expect(await ids({ LanguageCode: 'de-DE', Engine: 'standard' })).toEqual(['Hans', 'Marlene', 'Vicki']);
    expect(await ids({ LanguageCode: 'hi-IN' })).toEqual([]);
    expect(await ids({ LanguageCode: 'hi-IN', IncludeAdditionalLanguageCodes: true })).toEqual(['Aditi', 'Kajal']);
  });
});

describe('the table of voices', () => {
  test('has no voice that the service model does not have, and none twice', () => {
    const ids = voices.map(({ Id }) => Id);
    expect(ids.filter((id) => !Object.values(VoiceId).includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the HTTP/2 port', () => {
  test('refuses a signature that is not right', async () => {
    const stranger = new PollyClient({
      ...laptop.clientConfig,
      endpoint: laptop.h2cEndpoint,
      credentials: { ...laptop.clientConfig.credentials, secretAccessKey: 'wrong' },
    });
    const refused = await failure(stranger.send(new DescribeVoicesCommand({})));
    stranger.destroy();
    expect(refused).toMatchObject({ name: 'InvalidSignatureException', status: 403 });
  });

  test('outlives a client that goes away in the midst', async () => {
    const session = connect(laptop.h2cEndpoint);
    session.on('error', () => {});
    session
      .request({ ':method': 'POST', ':path': '/v1/speech' })
      .on('error', () => {})
      .write('{');
    await new Promise((resolve) => setTimeout(resolve, 50));
    session.destroy();
    expect((await speak({ Text: 'Still here.' })).seconds).toBeGreaterThan(0.5);
  });
});
