import { boxes, find } from '../../../engines/transcode/boxes';
import { iframePlaylist, mediaPlaylist } from '../../../services/mediaconvert/manifests/hls';
import { rendition } from '../../../services/mediaconvert/manifests/rendition';
import { bucket, openStudio, type Studio } from '../../../testing/studio';
import { settingsFor } from './film-job';

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
  await encode('keys', { TargetDurationCompatibilityMode: 'SPEC_COMPLIANT' });
});
afterAll(async () => {
  await studio.laptop.stop();
});

const text = async (key: string) => (await studio.read(key)).toString();
const keyFrames = { IFrameOnlyManifest: 'INCLUDE' } as const;
const tiles = {
  ImageBasedTrickPlay: 'ADVANCED',
  ImageBasedTrickPlaySettings: {
    IntervalCadence: 'FOLLOW_CUSTOM',
    ThumbnailInterval: 0.5,
    ThumbnailWidth: 80,
    TileWidth: 2,
    TileHeight: 2,
  },
};

/** Encodes a ladder of two renditions with key frames and thumbnails. */
async function encode(name: string, group: object = {}): Promise<void> {
  const source = await studio.upload('plain');
  const rungs = [
    [320, 180],
    [160, 90],
  ] as const;
  const settings = settingsFor(source, {
    destination: `s3://${bucket}/${name}/film`,
    rungs,
    group: { ...tiles, ...group },
  });
  for (const { ContainerSettings, VideoDescription } of settings.OutputGroups?.[0]?.Outputs ?? []) {
    if (VideoDescription && ContainerSettings)
      ContainerSettings.CmfcSettings = { ...ContainerSettings.CmfcSettings, ...keyFrames };
  }
  const job = await studio.run(settings);
  expect(job.ErrorMessage).toBeUndefined();
}

/** Types of the NAL units of an AVC sample whose lengths take four bytes. */
function nalTypes(sample: Buffer): number[] {
  const types: number[] = [];
  for (let at = 0; at + 4 < sample.length; at += 4 + sample.readUInt32BE(at))
    types.push((sample[at + 4] as number) & 31);
  return types;
}

const fragment = (start: number, duration: number) => ({
  ...{
    start,
    duration,
    offset: 0,
    size: 1000,
    samples: 1,
    firstShown: start,
    startsWithKey: true,
    firstSampleEnd: 100,
  },
});
const track = (...lengths: number[]) => ({
  ...{ path: '', initBytes: 0, timescale: 1000, codec: 'avc1.64001f', width: 16, height: 9 },
  fragments: lengths.map((length, at) =>
    fragment(
      lengths.slice(0, at).reduce((sum, one) => sum + one, 0),
      length,
    ),
  ),
});
const planned = {
  file: 'f',
  modifier: '_x',
  output: {},
  video: { frameRate: { num: 25, den: 1 }, range: 'SDR' },
} as const;

describe('key frames', () => {
  test('have a playlist for each picture that the multivariant playlist names', async () => {
    const lines = (await text('keys/film.m3u8'))
      .split('\n')
      .filter((line) => line.startsWith('#EXT-X-I-FRAME-STREAM-INF'));
    expect(lines).toEqual([
      expect.stringMatching(
        /BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="avc1\.\w{6}",RESOLUTION=320x180,VIDEO-RANGE=SDR,URI="film_180p_iframes\.m3u8"/,
      ),
      expect.stringMatching(/RESOLUTION=160x90,.*URI="film_90p_iframes\.m3u8"/),
    ]);
  });

  test('are ranges of the segments, each from its moof box to the end of one IDR picture', async () => {
    const playlist = await text('keys/film_180p_iframes.m3u8');
    expect(playlist).toMatch(/#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:1\n/);
    expect(playlist).toContain('#EXT-X-I-FRAMES-ONLY\n#EXT-X-MAP:URI="film_180pinit.cmfv"\n');
    const ranges = [...playlist.matchAll(/#EXTINF:([\d.]+),\n#EXT-X-BYTERANGE:(\d+)@(\d+)\n(.+)\n/g)];
    expect(ranges.map(([, seconds, , , uri]) => [seconds, uri])).toEqual([
      ['1.000000', 'film_180p_000000001.cmfv'],
      ['1.000000', 'film_180p_000000001.cmfv'],
      ['1.000000', 'film_180p_000000002.cmfv'],
    ]);
    for (const [, , size, offset, uri] of ranges) {
      const range = (await studio.read(`keys/${uri}`)).subarray(Number(offset), Number(offset) + Number(size));
      const [moof] = boxes(range);
      expect(moof?.type).toBe('moof');
      const trun = find(range, 'moof/traf/trun') as Buffer;
      // The offset of the first sample, which is in the run's first field, up to the range's end.
      const types = nalTypes(range.subarray(trun.readInt32BE(8)));
      expect(types.at(-1)).toBe(5);
      expect(types.filter((type) => type === 1)).toEqual([]);
    }
  });

  test('of an encrypted picture name its key', () => {
    const signals = [{ systemId: 'x', hlsMedia: '#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,URI="data:x"' }];
    const contentKey = { keyId: 'k', key: Buffer.alloc(16), signals };
    const made = rendition({ ...planned, contentKey }, track(2000), 'film', true, 6);
    expect(iframePlaylist(made, {})).toContain(`#EXT-X-MAP:URI="film_xinit.cmfv"\n${signals[0]?.hlsMedia}\n#EXTINF`);
  });
});

describe('the target duration', () => {
  const targetOf = (playlist: string) => Number(/TARGETDURATION:(\d+)/.exec(playlist)?.[1]);
  const of = (mode: 'LEGACY' | 'SPEC_COMPLIANT' | undefined, ...lengths: number[]) => {
    const made = rendition(planned, track(...lengths), 'film', true, 6);
    const settings = { TargetDurationCompatibilityMode: mode };
    return [targetOf(mediaPlaylist(made, settings)), targetOf(iframePlaylist(made, settings))];
  };

  test.each([
    ['LEGACY', 6006, 7],
    ['LEGACY', 6000, 6],
    ['SPEC_COMPLIANT', 6006, 6],
    ['SPEC_COMPLIANT', 6500, 7],
    ['SPEC_COMPLIANT', 6499, 6],
    [undefined, 6006, 7],
    ['SPEC_COMPLIANT', 200, 1],
  ] as const)('by %s of a segment of %s ms is %s s', (mode, length, expected) => {
    expect(of(mode, length)).toEqual([expected, expected]);
  });

  test('differs between picture and sound where the job wants it rounded up', async () => {
    await encode('legacy', { TargetDurationCompatibilityMode: 'LEGACY' });
    const targets = async (folder: string) => {
      const playlists = await Promise.all(['180p', '90p', 'audio'].map((name) => text(`${folder}/film_${name}.m3u8`)));
      return playlists.map(targetOf);
    };
    expect(await targets('keys')).toEqual([2, 2, 2]);
    expect(await targets('legacy')).toEqual([2, 2, 3]);
  });
});
