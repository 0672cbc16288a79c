import { parseMedia, parseMultivariant } from '../../../lambda/media-pipeline/manifests/hls';
import type { Folder } from '../../../lambda/media-pipeline/manifests/read-encoding';
import { parseXml } from '../../../lambda/media-pipeline/manifests/xml';
import type { Probe, PublishInput } from '../../../lambda/media-pipeline/messages';
import { publish } from '../../../lambda/media-pipeline/publish';
import type { Asset } from '../../../lambda/shared/assets';
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
  const source = { bucket: 'uploads', key: 'k', versionId: 'v', size: 1 };
  return { assetId: id, run: '0123abcd', source, probe };
}

/** The content bucket and the asset's row in memory. */
class World {
  asset: Partial<Asset> & Pick<Asset, 'id' | 'run' | 'status'> = { id, run: '0123abcd', status: 'PROCESSING' };
  readonly objects = new Map<string, string>();
  /** Called between the writing of manifests and the update of the row. */
  beforeUpdate = () => {};

  constructor(private readonly folder: Folder) {}

  readonly content = {
    folder: async (prefix: string) => {
      expect(prefix).toBe(`${id}/picture/0123abcd/`);
      return this.folder;
    },
    create: async (key: string, text: string) => {
      if (this.objects.has(key)) return false;
      this.objects.set(key, text);
      return true;
    },
  };
  readonly assets = {
    find: async () => this.asset as Asset,
    publish: async ({ run }: PublishInput, previousVersion: number, publication: Partial<Asset>) => {
      this.beforeUpdate();
      if (this.asset.run !== run || (this.asset.manifests?.version ?? 0) !== previousVersion) return false;
      Object.assign(this.asset, publication, { status: 'READY' });
      return true;
    },
  };

  text(key: string): string {
    return this.objects.get(`${id}/manifests/${key}`) ?? '';
  }
}

test('a film is published as a whole, and its record says so', async () => {
  const world = new World(encodedFilm());
  const [hls, dash] = [`${id}/manifests/1/index.m3u8`, `${id}/manifests/1/index.mpd`];
  expect(await publish(inputFor(film), world)).toEqual({ version: 1, hls, dash, durationSeconds: 10 });
  expect([...world.objects.keys()].sort()).toEqual([hls, dash]);
  expect(world.asset).toMatchObject({
    status: 'READY',
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
    '#EXT-X-STREAM-INF:BANDWIDTH=6192000,AVERAGE-BANDWIDTH=4953600,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=24.000,AUDIO="audio"',
    '../../picture/0123abcd/film_720p.m3u8',
    '#EXT-X-STREAM-INF:BANDWIDTH=1392000,AVERAGE-BANDWIDTH=1113600,CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=24.000,AUDIO="audio"',
    '../../picture/0123abcd/film_360p.m3u8',
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

test('a second more or less is a matter of rounding', async () => {
  const world = new World(encodedFilm());
  await expect(publish(inputFor({ ...film, durationSeconds: 11 }), world)).resolves.toBeDefined();
});

test.each(['film.mpd', 'film_720p_000000002.cmfv', 'film_audio_000000001.cmfa'])(
  'without %s nothing is published',
  async (name) => {
    const encoded = encodedFilm();
    encoded.sizes.delete(name);
    const world = new World(encoded);
    await expect(publish(inputFor(film), world)).rejects.toThrow(expect.objectContaining({ name: 'TranscodeFailed' }));
    expect(world.objects.size).toBe(0);
  },
);
