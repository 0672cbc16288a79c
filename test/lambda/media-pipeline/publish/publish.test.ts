import type { Probe, PublishInput } from '../../../../lambda/media-pipeline/messages';
import { parseMedia, parseMultivariant } from '../../../../lambda/media-pipeline/publish/manifests/hls';
import type { Folder } from '../../../../lambda/media-pipeline/publish/manifests/read-encoding';
import { publish } from '../../../../lambda/media-pipeline/publish/publish';
import type { Asset, CaptionTrack } from '../../../../lambda/shared/assets';
import { parseXml } from '../../../../lambda/shared/xml';
import { encodedFilm, encodedRecording } from './encoded-film';

const id = 'abcdefghijklmnopqrstuv';
const picture = { codec: 'AVC', width: 1280, height: 720, rotation: 0, bitDepth: 8, interlaced: false } as const;
const film: Probe = {
  container: 'mp4',
  durationSeconds: 10,
  video: { ...picture, colour: 'SDR' },
  audio: [{ codec: 'AAC', track: 1, channels: 2, language: 'en' }],
};

function inputFor(probe: Probe): PublishInput {
  return { assetId: id, run: '0123abcd', probe };
}

/** The content bucket and the asset's row in memory. */
class World {
  asset: Partial<Asset> & Pick<Asset, 'id' | 'run' | 'status'> = { id, run: '0123abcd', status: 'PROCESSING' };
  readonly objects = new Map<string, string | Uint8Array>();
  /** Called between the writing of manifests and the update of the row. */
  beforeUpdate = () => {};

  constructor(
    private readonly picture: Folder,
    private readonly dubs: Readonly<Record<string, Folder>> = {},
  ) {}

  readonly content = {
    folder: async (prefix: string) => {
      const folder = prefix === `${id}/picture/0123abcd/` ? this.picture : this.dubs[prefix];
      if (!folder) throw new Error(`nobody wrote ${prefix}`);
      return folder;
    },
    create: async (key: string, content: string | Uint8Array) => {
      if (this.objects.has(key)) return false;
      this.objects.set(key, content);
      return true;
    },
  };
  maxDurationSeconds = 3600;
  readonly now = () => new Date('2026-01-02T00:00:00Z');
  readonly assets = {
    find: async () => this.asset as Asset,
    revise: async ({ run }: Pick<PublishInput, 'run'>, seenRevision: number, change: Partial<Asset>) => {
      this.beforeUpdate();
      if (this.asset.run !== run || (this.asset.revision ?? 0) !== seenRevision) return false;
      Object.assign(this.asset, change, { revision: seenRevision + 1 });
      return true;
    },
  };

  text(key: string): string {
    return String(this.objects.get(`${id}/manifests/${key}`) ?? '');
  }
}

test('a film is published as a whole, and its record says so', async () => {
  const world = new World(encodedFilm());
  const [hls, dash] = [`${id}/manifests/1/index.m3u8`, `${id}/manifests/1/index.mpd`];
  expect(await publish(inputFor(film), world)).toEqual({ version: 1, hls, dash, durationSeconds: 10 });
  expect([...world.objects.keys()].sort()).toEqual([hls, dash]);
  expect(world.asset).toMatchObject({
    status: 'PLAYABLE',
    catalogue: 'published',
    publishedAt: '2026-01-02T00:00:00.000Z',
    durationSeconds: 10,
    manifests: { version: 1, hls, dash },
    thumbnails: `${id}/picture/0123abcd/film_images.m3u8`,
    tracks: { audio: [{ language: 'en', kind: 'original' }], captions: [] },
  });
  expect(world.asset.tracks?.video).toEqual([
    { width: 1280, height: 720, codecs: 'avc1.64001f', frameRate: 24, bandwidth: 6_000_000 + 192_000 },
    { width: 640, height: 360, codecs: 'avc1.64001e', frameRate: 24, bandwidth: 1_200_000 + 192_000 },
  ]);
});

test('the multivariant playlist states measured bitrates, codecs, size, frame rate and language', async () => {
  const world = new World(encodedFilm());
  await publish(inputFor(film), world);
  expect(world.text('1/index.m3u8').split('\n')).toEqual([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="../../picture/0123abcd/film_audio.m3u8"',
    // The one near 2000 kbit/s is what players begin with.
    '#EXT-X-STREAM-INF:BANDWIDTH=1392000,AVERAGE-BANDWIDTH=1113600,CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=24.000,VIDEO-RANGE=SDR,AUDIO="audio",CLOSED-CAPTIONS=NONE',
    '../../picture/0123abcd/film_360p.m3u8',
    '#EXT-X-STREAM-INF:BANDWIDTH=6192000,AVERAGE-BANDWIDTH=4953600,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=24.000,VIDEO-RANGE=SDR,AUDIO="audio",CLOSED-CAPTIONS=NONE',
    '../../picture/0123abcd/film_720p.m3u8',
    '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=9,CODECS="avc1.64001f",RESOLUTION=1280x720,URI="../../picture/0123abcd/film_720p_keys.m3u8",VIDEO-RANGE=SDR',
    '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=9,CODECS="avc1.64001e",RESOLUTION=640x360,URI="../../picture/0123abcd/film_360p_keys.m3u8",VIDEO-RANGE=SDR',
    '#EXT-X-IMAGE-STREAM-INF:BANDWIDTH=900,RESOLUTION=312x176,CODECS="jpeg",URI="../../picture/0123abcd/film_images.m3u8"',
    '',
  ]);
});

test('the MPD points to the same segments, and names language and role', async () => {
  const world = new World(encodedFilm());
  await publish(inputFor(film), world);
  const [period] = parseXml(world.text('1/index.mpd')).children;
  const [video, audio] = period?.children ?? [];
  const templates = [video, audio].flatMap((set) =>
    (set?.children ?? []).flatMap(({ children }) => children.map(({ attributes }) => attributes.media)),
  );
  expect(templates).toEqual([
    '../../picture/0123abcd/film_720p_$Number%09d$.cmfv',
    '../../picture/0123abcd/film_360p_$Number%09d$.cmfv',
    '../../picture/0123abcd/film_audio_$Number%09d$.cmfa',
  ]);
  expect(audio?.attributes.lang).toBe('en');
  // The schema has an order: what describes the channels, then the label, then the role, then the representations.
  expect(audio?.children.map(({ name }) => name)).toEqual([
    'AudioChannelConfiguration',
    'Label',
    'Role',
    'Representation',
  ]);
  const ids = [video, audio].flatMap((set) => set?.children.flatMap(({ attributes }) => attributes.id ?? []));
  expect(new Set(ids).size).toBe(3);
});

test('silent film is published without sound', async () => {
  const world = new World(encodedFilm({ withSound: false }));
  await publish(inputFor({ ...film, audio: [] }), world);
  expect(world.text('1/index.m3u8')).not.toMatch(/AUDIO|mp4a/);
  expect(parseMultivariant(world.text('1/index.m3u8')).variants).toHaveLength(2);
  expect(world.asset.tracks?.audio).toEqual([]);
});

test('a recording gets a media playlist over the DASH segments', async () => {
  const world = new World(encodedRecording());
  const { video: _, ...recording } = film;
  await publish(inputFor(recording), world);
  const { variants, media } = parseMultivariant(world.text('1/index.m3u8'));
  expect(variants).toEqual([{ uri: 'audio-en.m3u8', attributes: expect.objectContaining({ CODECS: 'mp4a.40.2' }) }]);
  expect(media).toEqual([expect.not.objectContaining({ URI: expect.anything() })]);
  const playlist = world.text('1/audio-en.m3u8');
  expect(playlist).toContain('#EXT-X-MAP:URI="../../picture/0123abcd/film_audioinit.mp4"');
  expect(parseMedia(playlist)).toEqual({
    targetDuration: 6,
    init: '../../picture/0123abcd/film_audioinit.mp4',
    segments: [
      { uri: '../../picture/0123abcd/film_audio_000000001.mp4', durationSeconds: 6 },
      { uri: '../../picture/0123abcd/film_audio_000000002.mp4', durationSeconds: 4 },
    ],
  });
  expect(world.asset.tracks).toMatchObject({ video: [], audio: [{ language: 'en' }] });
});

test('where nobody knows the language, the manifests name none', async () => {
  const world = new World(encodedFilm());
  await publish(inputFor({ ...film, audio: [{ codec: 'AAC', track: 1, channels: 2 }] }), world);
  expect(world.text('1/index.m3u8')).toMatch(/NAME="Original",DEFAULT/);
  expect(world.text('1/index.mpd')).not.toMatch(/lang=/);
  expect(world.asset.tracks?.audio).toEqual([{ language: 'und', kind: 'original' }]);
});

test('repeated, it changes nothing', async () => {
  const world = new World(encodedFilm());
  const first = await publish(inputFor(film), world);
  expect(await publish(inputFor(film), world)).toEqual(first);
  expect(world.objects.size).toBe(2);
  expect(world.asset.revision).toBe(1);
});

test('what an attempt left that crashed before the record was changed is never overwritten', async () => {
  const world = new World(encodedFilm());
  world.objects.set(`${id}/manifests/1/index.m3u8`, 'left over');
  expect(await publish(inputFor(film), world)).toMatchObject({ version: 2 });
  expect(world.text('1/index.m3u8')).toBe('left over');
});

test('the loser of a race publishes anew, on top of the winner', async () => {
  const world = new World(encodedFilm());
  world.beforeUpdate = () => {
    world.beforeUpdate = () => {};
    world.asset.manifests = { version: 7, hls: 'other', dash: 'other', digest: 'other' };
    world.asset.revision = 7;
  };
  expect(await publish(inputFor(film), world)).toMatchObject({ version: 8 });
});

test('a run that was overtaken publishes nothing', async () => {
  const world = new World(encodedFilm());
  world.asset.run = 'ffffffff';
  await expect(publish(inputFor(film), world)).rejects.toThrow(expect.objectContaining({ name: 'Superseded' }));
  expect(world.objects.size).toBe(0);
});

test.each([
  ['a fraction of the film', { ...film, durationSeconds: 30 }],
  ['a picture that breaks off before the sound', { ...film, video: { ...film.video, durationSeconds: 30 } }],
])('%s is refused as truncated, and not published', async (_, probe) => {
  const world = new World(encodedFilm());
  await expect(publish(inputFor(probe as Probe), world)).rejects.toThrow(
    expect.objectContaining({ name: 'Truncated' }),
  );
  expect(world.objects.size).toBe(0);
});

describe('a sound that is shorter than its file declares', () => {
  const late = { ...film, audio: film.audio.map((sound) => ({ ...sound, durationSeconds: 30 })) };

  test('is damaged in a format with a length for each track', async () => {
    const refused = publish(inputFor(late), new World(encodedFilm()));
    await expect(refused).rejects.toThrow(expect.objectContaining({ name: 'Truncated' }));
  });

  test('is published with a note in a format with one length for all tracks, if the picture is whole', async () => {
    const world = new World(encodedFilm());
    await publish(inputFor({ ...late, container: 'matroska' }), world);
    expect(world.asset.status).toBe('PLAYABLE');
    expect(world.asset.notes).toEqual([expect.objectContaining({ code: 'LengthDiffers' })]);
  });
});

test.each([
  ['declares no duration', { ...film, durationSeconds: undefined }],
  ['declares a shorter one', { ...film, durationSeconds: 8.5 }],
])('a film whose encoding is above the maximum is refused, and not published, if its file %s', async (_, probe) => {
  const world = new World(encodedFilm());
  world.maxDurationSeconds = 8.5;
  await expect(publish(inputFor(probe as Probe), world)).rejects.toThrow(expect.objectContaining({ name: 'TooLong' }));
  expect([world.objects.size, world.asset.status]).toEqual([0, 'PROCESSING']);
  world.maxDurationSeconds = 10;
  await publish(inputFor(probe as Probe), world);
  expect(world.asset.status).toBe('PLAYABLE');
});

test('a film that is longer than its file says is published, and its creator is told', async () => {
  const world = new World(encodedFilm());
  await publish(inputFor({ ...film, durationSeconds: 8 }), world);
  expect(world.asset.status).toBe('PLAYABLE');
  const message = 'is 10.0 s long; the uploaded file declares 8.0 s. Please check how the film ends.';
  expect(world.asset.notes).toEqual([
    { code: 'LengthDiffers', message: `The picture ${message}` },
    { code: 'LengthDiffers', message: `The sound ${message}` },
  ]);
});

test('what the event of the job was noted for stays, where the playlists say nothing of it', async () => {
  const world = new World(encodedFilm());
  const notes = [{ code: 'LengthDiffers', message: 'The sound is 7.0 s long.' }];
  world.asset.notes = notes;
  await publish(inputFor(film), world);
  expect(world.asset.notes).toEqual(notes);
});

test('a second more or less is a matter of rounding', async () => {
  const world = new World(encodedFilm());
  await expect(publish(inputFor({ ...film, durationSeconds: 11 }), world)).resolves.toBeDefined();
});

test.each([
  ...['film.mpd', 'film_720p_000000002.cmfv', 'film_audio_000000001.cmfa'],
  ...['film_360p_keys.m3u8', 'film_images.m3u8'],
])('without %s nothing is published', async (name) => {
  const encoded = encodedFilm();
  encoded.sizes.delete(name);
  const world = new World(encoded);
  await expect(publish(inputFor(film), world)).rejects.toThrow(expect.objectContaining({ name: 'TranscodeFailed' }));
  expect(world.objects.size).toBe(0);
});

describe('speech', () => {
  const run = { assetId: id, run: '0123abcd' };
  const track = (language: string): CaptionTrack => {
    const folder = `${id}/captions/0123abcd/${language}`;
    const keys = { playlistKey: `${folder}/captions.m3u8`, vttKey: `${folder}/captions.vtt` };
    return { language, ...keys, cuesKey: `${folder}/cues.json`, cues: 3, bandwidth: 170 };
  };
  const heard = {
    ...run,
    news: {
      kind: 'heard',
      heard: {
        speech: 'found',
        language: 'en',
        confidence: 0.9,
        targets: ['es', 'de'],
        durationSeconds: 10,
        transcriptKey: 't',
        captions: track('en'),
      },
    },
  } as const;
  const captioned = { ...run, news: { kind: 'captions', captions: track('es') } } as const;
  const folder = `${id}/dubs/0123abcd/es/`;
  const report = {
    ...{ cues: 3, spedUp: 0, meanStartOffsetMs: 0, maxStartOffsetMs: 0, overruns: 0 },
    ...{ meanOverrunMs: 0, maxOverrunMs: 0, missing: 0, characters: 60 },
  };
  const dubbed = { ...run, news: { kind: 'dub', language: 'es', folder, report } } as const;
  const last = { ...run, isLast: true };
  const film2 = () => new World(encodedFilm(), { [folder]: encodedRecording('audio') });
  const unknown: Probe = { ...film, audio: [{ codec: 'AAC', track: 1, channels: 2 }] };

  test('that comes before the picture waits in the record, and is published with it', async () => {
    const world = film2();
    expect(await publish(heard, world)).toEqual({});
    expect(world.objects.size).toBe(0);
    expect(world.asset).toMatchObject({ status: 'PROCESSING', speech: { status: 'found', language: 'en' } });
    await publish(inputFor(film), world);
    expect(world.asset).toMatchObject({ status: 'PLAYABLE', tracks: { captions: [{ language: 'en' }] } });
    expect(world.text('1/index.m3u8')).toContain('URI="../../captions/0123abcd/en/captions.m3u8"');
  });

  test('joins as it comes: each piece makes a new publication, and the old ones stay as they are', async () => {
    const world = film2();
    await publish(inputFor(film), world);
    const first = world.text('1/index.m3u8');
    const versions: unknown[] = [];
    for (const news of [heard, captioned, dubbed, last]) versions.push((await publish(news, world)).version);
    expect(versions).toEqual([2, 3, 4, 4]);
    expect(world.text('1/index.m3u8')).toBe(first);
    expect(world.asset).toMatchObject({
      status: 'READY',
      tracks: {
        audio: [
          { language: 'en', kind: 'original' },
          { language: 'es', kind: 'dub' },
        ],
        captions: [{ language: 'en' }, { language: 'es' }],
      },
    });
    expect(world.text('4/audio-es.m3u8')).toContain(`../../dubs/0123abcd/es/audio_audio_000000001.mp4`);
    expect(world.asset.speech?.languages[1]).toEqual({
      language: 'es',
      captions: track('es'),
      dub: { folder, report },
    });
  });

  test('of two languages that come at once, neither is lost', async () => {
    const world = film2();
    await publish(inputFor(film), world);
    await publish(heard, world);
    world.beforeUpdate = () => {
      world.beforeUpdate = () => {};
      const { speech } = world.asset;
      if (!speech) return;
      world.asset.speech = { ...speech, languages: [...speech.languages, { language: 'fr', captions: track('fr') }] };
      world.asset.revision = (world.asset.revision ?? 0) + 1;
    };
    await publish(captioned, world);
    expect(world.asset.tracks?.captions).toEqual(['en', 'fr', 'es'].map((language) => ({ language })));
  });

  test('tells the language of a film of which nobody else knew it', async () => {
    const world = film2();
    await publish(inputFor(unknown), world);
    expect(world.asset.tracks?.audio).toEqual([{ language: 'und', kind: 'original' }]);
    await publish(heard, world);
    expect(world.asset.tracks?.audio).toEqual([{ language: 'en', kind: 'original' }]);
    expect(world.text('2/index.m3u8')).toContain('NAME="English",LANGUAGE="en",DEFAULT=YES');
  });

  test('a language that fails leaves the others and what it has, and is named with its reason', async () => {
    const world = film2();
    await publish(inputFor(film), world);
    await publish(heard, world);
    await publish(captioned, world);
    const cause = JSON.stringify({ errorType: 'NoVoice', errorMessage: 'There is no voice.' });
    await publish({ ...run, news: { kind: 'missing', language: 'es', error: 'NoVoice', cause } }, world);
    await publish({ ...run, news: { kind: 'missing', language: 'de', error: 'Lambda.Unknown', cause: 'x' } }, world);
    await publish(last, world);
    expect(world.asset.status).toBe('READY');
    expect(world.asset.tracks?.captions).toEqual([{ language: 'en' }, { language: 'es' }]);
    expect(world.asset.speech?.languages).toEqual([
      { language: 'en', captions: track('en') },
      { language: 'es', captions: track('es'), missing: { code: 'NoVoice', message: 'There is no voice.' } },
      { language: 'de', missing: { code: 'Lambda.Unknown', message: expect.stringContaining('on our side') } },
    ]);
  });

  test('of which a dub is out of step is published without it, and the record has the reason', async () => {
    const late = encodedRecording('audio', { track: { decodeTime: 48_000 } });
    const world = new World(encodedFilm(), { [folder]: late });
    await publish(inputFor(film), world);
    for (const news of [heard, captioned, dubbed]) await publish(news, world);
    const es = {
      language: 'es',
      captions: track('es'),
      missing: { code: 'DubOutOfStep', message: expect.any(String) },
    };
    expect(world.asset.speech?.languages[1]).toEqual(es);
    expect(world.asset.tracks?.audio).toEqual([{ language: 'en', kind: 'original' }]);
    const { revision } = world.asset;
    await publish(dubbed, world);
    await publish(last, world);
    expect(world.asset).toMatchObject({ status: 'READY', manifests: { version: 3 } });
    expect(world.asset.speech?.languages[1]).toEqual(es);
    expect(revision).toBe(4);
  });

  test('in which nobody speaks is a result, and not a failure', async () => {
    const world = film2();
    await publish(inputFor(film), world);
    await publish({ ...run, news: { kind: 'heard', heard: { speech: 'none' } } }, world);
    await publish(last, world);
    expect(world.asset).toMatchObject({ status: 'READY', speech: { status: 'none', languages: [] } });
    expect(world.asset.manifests?.version).toBe(1);
  });

  test('that failed as a whole leaves the film playable, with the reason', async () => {
    const world = film2();
    await publish(inputFor(film), world);
    const failed = { kind: 'failed', error: 'TranscriptionFailed', cause: '{"errorMessage":"It is odd."}' } as const;
    await publish({ ...run, news: failed }, world);
    await publish(last, world);
    const reason = { code: 'TranscriptionFailed', message: 'It is odd.' };
    expect(world.asset).toMatchObject({ status: 'READY', speech: { status: 'failed', reason } });
  });

  test('a language added while others are under way does not make the film ready', async () => {
    const world = film2();
    await publish(inputFor(film), world);
    await publish(heard, world);
    await publish({ ...last, attempt: 'aaaaaaaa' }, world);
    expect(world.asset.status).toBe('PLAYABLE');
    await publish(last, world);
    expect(world.asset.status).toBe('READY');
  });

  test('that is in a language which was wanted leaves nothing to be wanted of it', async () => {
    const world = film2();
    world.asset.speech = { run: run.run, status: 'failed', languages: [{ language: 'en-GB', attempt: 'aaaaaaaa' }] };
    await publish(inputFor(film), world);
    await publish({ ...heard, attempt: 'aaaaaaaa' }, world);
    expect(world.asset.speech?.languages.map(({ language }) => language)).toEqual(['en']);
  });

  test('that fails for languages tried again gives up those, and none of others', async () => {
    const world = film2();
    await publish(inputFor(film), world);
    await publish(heard, world);
    const { speech } = world.asset;
    const both = [
      { language: 'es', attempt: 'aaaaaaaa' },
      { language: 'fr', attempt: 'bbbbbbbb' },
    ];
    if (speech) world.asset.speech = { ...speech, languages: [...speech.languages, ...both] };
    await publish({ ...run, attempt: 'aaaaaaaa', news: { kind: 'failed', error: 'States.Runtime' } }, world);
    expect(world.asset.speech?.status).toBe('found');
    expect(world.asset.speech?.languages.map(({ language, missing }) => [language, missing?.code])).toEqual([
      ['en', undefined],
      ['es', 'States.Runtime'],
      ['fr', undefined],
    ]);
  });

  test('of silent film there is none', async () => {
    const world = new World(encodedFilm({ withSound: false }));
    await publish(inputFor({ ...film, audio: [] }), world);
    await publish(last, world);
    expect(world.asset).toMatchObject({ status: 'READY', speech: { status: 'none' } });
  });

  test('what was to come and did not is missing, when the last word is spoken', async () => {
    const world = film2();
    world.asset.targetLanguages = ['es', 'en-GB', 'de'];
    await publish(inputFor(film), world);
    for (const news of [heard, captioned, dubbed, last]) await publish(news, world);
    expect(world.asset.speech?.languages.map(({ language, missing }) => [language, missing?.code])).toEqual([
      ['en', undefined],
      ['es', undefined],
      ['de', 'SpeechFailed'],
    ]);
  });

  test('of an older run says nothing about the new one', async () => {
    const world = film2();
    world.asset.speech = { run: 'ffffffff', status: 'found', language: 'fr', languages: [{ language: 'fr' }] };
    await publish(inputFor(film), world);
    expect(world.asset.tracks?.captions).toEqual([]);
    await publish(heard, world);
    expect(world.asset.speech).toMatchObject({ run: '0123abcd', language: 'en' });
  });

  test('a language added later adds a publication, and gives up nothing of other attempts', async () => {
    const world = film2();
    await publish(inputFor(film), world);
    for (const news of [heard, last]) await publish(news, world);
    const { speech } = world.asset;
    const languages = [
      ...(speech?.languages ?? []),
      { language: 'es', attempt: 'aaaaaaaa' },
      { language: 'fr', attempt: 'bbbbbbbb' },
    ];
    if (speech) world.asset.speech = { ...speech, languages };
    const attempt = 'aaaaaaaa';
    for (const news of [captioned, dubbed, last]) await publish({ ...news, attempt }, world);
    expect(world.asset.status).toBe('READY');
    expect(world.asset.speech?.languages[1]).toMatchObject({ language: 'es', dub: { folder } });
    expect(world.asset.speech?.languages[2]).toEqual({ language: 'fr', attempt: 'bbbbbbbb' });
  });
});
