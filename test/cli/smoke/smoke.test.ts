import { refusedBy } from '../../../cli/smoke/edge';
import { readMpd } from '../../../cli/smoke/mpd';
import { readHls, readMedia } from '../../../cli/smoke/playlist';
import { needs, Steps } from '../../../cli/smoke/steps';

const out = { json: true, result: () => {}, note: () => {} };

const files: Readonly<Record<string, string>> = {
  'https://films.example/v/main.m3u8': [
    ...['#EXTM3U', '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",URI="sound.m3u8"'],
    '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English",URI="captions.m3u8"',
    ...['#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="a"', 'picture.m3u8'],
  ].join('\n'),
  'https://films.example/v/picture.m3u8': '#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:2,\n1.mp4\n#EXT-X-ENDLIST',
  'https://films.example/v/sound.m3u8': '#EXTM3U\n#EXTINF:2,\n1.m4a\n#EXT-X-ENDLIST',
  'https://films.example/v/captions.m3u8': '#EXTM3U\n#EXTINF:2,\n1.vtt\n#EXT-X-ENDLIST',
};

test('a presentation is read with all its playlists, and captions are not among those that must agree', async () => {
  const found = await readHls('https://films.example/v/main.m3u8', async (url) => files[url] as string);
  expect(found.counts).toEqual({ pictures: 1, sounds: 1, captions: 1 });
  expect(found.playlists.map(({ url }) => url.split('/').at(-1)).sort()).toEqual([
    ...['captions.m3u8', 'picture.m3u8', 'sound.m3u8'],
  ]);
  expect(found.agreeing.map((url) => url.split('/').at(-1))).toEqual(['picture.m3u8', 'sound.m3u8']);
  expect(found.playlists[0]).toMatchObject({ init: 'https://films.example/v/init.mp4' });
});

test.each([
  ['no playlist', '<html>', /is not a media playlist/],
  ['no segments', '#EXTM3U\n#EXT-X-ENDLIST', /is not a media playlist/],
  ['no end', '#EXTM3U\n#EXTINF:2,\n1.mp4', /has no end/],
])('a media playlist with %s is refused', (_name, text, message) => {
  expect(() => readMedia(text, 'https://films.example/a.m3u8')).toThrow(message);
});

test('an MPD is read', () => {
  const text =
    '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><!-- <Period> --><Period>' +
    '<AdaptationSet contentType="video"><Representation id="a"/><Representation id="b"></Representation></AdaptationSet>' +
    '</Period></MPD>';
  expect(readMpd(text)).toEqual({ contentTypes: ['video'], representations: 2 });
});

test.each([
  ['cut off', '<MPD><Period>', /does not close <MPD><Period>/],
  ['closed in the wrong order', '<MPD><Period></MPD></Period>', /closes <MPD> where it is not open/],
  ['of another kind', '<Error><Code>AccessDenied</Code></Error>', /not an MPD/],
])('an MPD that is %s is refused', (_name, text, message) => {
  expect(() => readMpd(text)).toThrow(message);
});

test('what is served is no refusal', () => {
  const reply = (status: number) => ({ status, headers: new Headers(), body: Buffer.alloc(0) });
  expect(() => refusedBy(reply(200))).toThrow('returned 200 instead of 403');
  expect(refusedBy(reply(403))).toBe('CloudFront');
});

test('a failed step skips those that need it, and only skipped steps may be left out', async () => {
  const steps = new Steps(out);
  const film = await steps.take('upload', async (): Promise<[string, string]> => {
    throw new Error('no space\nand more');
  });
  await steps.take('play', async () => [needs(film, 'an upload'), '']);
  await steps.observe('order', async () => 'first');
  expect(steps.results.map(({ step, state, detail }) => `${step} ${state}: ${detail}`)).toEqual([
    ...['upload failed: no space', 'play skipped: needs an upload', 'order observed: first'],
  ]);
  expect(steps.held(['upload', 'play'])).toBe(false);

  const others = new Steps(out);
  await others.take('reports', async () => [needs(undefined, '--admin'), '']);
  expect(others.held([])).toBe(false);
  expect(others.held(['reports'])).toBe(true);
});
