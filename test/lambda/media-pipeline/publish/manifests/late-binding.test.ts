import { composeDash } from '../../../../../lambda/media-pipeline/publish/manifests/compose-dash';
import { composeHls } from '../../../../../lambda/media-pipeline/publish/manifests/compose-hls';
import { parseMultivariant } from '../../../../../lambda/media-pipeline/publish/manifests/hls';
import { protectionOf } from '../../../../../lambda/media-pipeline/publish/manifests/protection';
import { readEncoding } from '../../../../../lambda/media-pipeline/publish/manifests/read-encoding';
import type { CaptionRendition, Encoding } from '../../../../../lambda/media-pipeline/publish/manifests/renditions';
import { parseXml } from '../../../../../lambda/shared/xml';
import { encodedFilm, encodedRecording } from '../encoded-film';

async function filmWithDub(): Promise<[Encoding, Encoding]> {
  const picture = await readEncoding(encodedFilm(), {
    name: 'film',
    prefix: '../../picture/1/',
    sound: { language: 'en', kind: 'original', channels: 2 },
  });
  const dub = await readEncoding(encodedRecording('audio'), {
    name: 'audio',
    prefix: '../../dubs/1/es/',
    sound: { language: 'es', kind: 'dub', channels: 2 },
  });
  return [picture, dub];
}

test('a dub that was encoded later joins the playlist, and the picture stays as it was', async () => {
  const [picture, dub] = await filmWithDub();
  const { variants, media } = parseMultivariant(composeHls([picture, dub]));
  expect(variants).toEqual(parseMultivariant(composeHls([picture])).variants);
  expect(media.map(({ NAME, LANGUAGE, DEFAULT, URI }) => [NAME, LANGUAGE, DEFAULT, URI])).toEqual([
    ['English', 'en', 'YES', '../../picture/1/film_audio.m3u8'],
    ['español', 'es', 'NO', 'audio-es.m3u8'],
  ]);
});

test('a dub that was encoded later joins the MPD, with ids of its own and its role', async () => {
  const [period] = parseXml(composeDash(await filmWithDub())).children;
  const sets = period?.children ?? [];
  expect(sets.map(({ attributes }) => [attributes.id, attributes.lang])).toEqual([
    ['1', undefined],
    ['2', 'en'],
    ['3', 'es'],
  ]);
  const of = (name: string) => sets.flatMap(({ children }) => children.filter((child) => child.name === name));
  expect(of('Role').map(({ attributes }) => attributes.value)).toEqual(['main', 'dub']);
  expect(of('Representation').map(({ attributes }) => attributes.id)).toEqual(['1', '2', '3', '4']);
});

const captions: CaptionRendition[] = [
  {
    language: 'en',
    kind: 'original',
    playlistUri: '../../captions/1/en/captions.m3u8',
    fileUri: '../../captions/1/en/captions.vtt',
    bandwidth: 170,
  },
  {
    language: 'pt-BR',
    kind: 'translation',
    playlistUri: '../../captions/1/pt-BR/captions.m3u8',
    fileUri: '../../captions/1/pt-BR/captions.vtt',
    bandwidth: 190,
  },
];

test('captions are offered with every variant, the original ones as those for deaf viewers', async () => {
  const { variants, media } = parseMultivariant(composeHls(await filmWithDub(), captions));
  expect(variants.map(({ attributes }) => attributes.SUBTITLES)).toEqual(['captions', 'captions']);
  expect(media.filter(({ TYPE }) => TYPE === 'SUBTITLES')).toEqual([
    {
      TYPE: 'SUBTITLES',
      'GROUP-ID': 'captions',
      NAME: 'English',
      LANGUAGE: 'en',
      DEFAULT: 'NO',
      AUTOSELECT: 'YES',
      FORCED: 'NO',
      CHARACTERISTICS: 'public.accessibility.transcribes-spoken-dialog,public.machine-generated',
      URI: '../../captions/1/en/captions.m3u8',
    },
    expect.objectContaining({
      NAME: 'português (Brasil)',
      LANGUAGE: 'pt-BR',
      CHARACTERISTICS: 'public.machine-generated',
    }),
  ]);
});

test('captions are text in the MPD, transcripts and translations told apart', async () => {
  const [period] = parseXml(composeDash(await filmWithDub(), captions)).children;
  const sets = (period?.children ?? []).filter(({ attributes }) => attributes.contentType === 'text');
  expect(
    sets.map(({ attributes, children }) => [
      attributes.lang,
      attributes.mimeType,
      ...children.map(
        ({ name, attributes: { value }, text, children: [base] }) => value ?? (text || base?.text || name),
      ),
    ]),
  ).toEqual([
    ['en', 'text/vtt', 'English', 'caption', '../../captions/1/en/captions.vtt'],
    ['pt-BR', 'text/vtt', 'português (Brasil)', 'subtitle', '../../captions/1/pt-BR/captions.vtt'],
  ]);
  const ids = (period?.children ?? []).flatMap(({ children }) =>
    children.filter(({ name }) => name === 'Representation').map(({ attributes }) => attributes.id),
  );
  expect(ids).toEqual(['1', '2', '3', '4', '5', '6']);
});

describe('of what is encrypted', () => {
  const [filmKey, dubKey] = ['98ee5596-cd3e-a20d-163a-e382420c6eff', '53ABDBA2-F210-43CB-BC90-F18F9A890A02'];
  const protection = (scheme: string, keyId: string) =>
    `<ContentProtection schemeIdUri="urn:mpeg:dash:mp4protection:2011" value="${scheme}" xmlns:cenc="urn:mpeg:cenc:2013" cenc:default_KID="${keyId}"/>
     <ContentProtection schemeIdUri="urn:uuid:EDEF8BA9-79D6-4ACE-A3C8-27DCD51D21ED"><cenc:pssh xmlns:cenc="urn:mpeg:cenc:2013">AAAA</cenc:pssh></ContentProtection>`;
  const sessionKey = '#EXT-X-SESSION-KEY:METHOD=SAMPLE-AES,URI="skd://film",KEYFORMAT="com.apple.streamingkeydelivery"';

  async function encrypted(): Promise<[Encoding, Encoding]> {
    const film = encodedFilm();
    const mpd = film.files.get('film.mpd') ?? '';
    film.add('film.mpd', mpd.replaceAll(/(<AdaptationSet [^>]*>)/g, `$1${protection('cbcs', filmKey)}`));
    film.add('film.m3u8', (film.files.get('film.m3u8') ?? '').replace('#EXTM3U', `#EXTM3U\n${sessionKey}`));
    const recording = encodedRecording('audio');
    const dubMpd = recording.files.get('audio.mpd') ?? '';
    recording.add('audio.mpd', dubMpd.replace(/(<AdaptationSet [^>]*>)/, `$1${protection('cenc', dubKey)}`));
    const original = { language: 'en', kind: 'original', channels: 2 } as const;
    const dub = { language: 'es', kind: 'dub', channels: 2 } as const;
    return [
      await readEncoding(film, { name: 'film', prefix: '../../picture/1/', sound: original }),
      await readEncoding(recording, { name: 'audio', prefix: '../../dubs/1/es/', sound: dub }),
    ];
  }

  test('the record gets the scheme of the picture, and the ids of all keys', async () => {
    expect(protectionOf((await encrypted()).map(({ mpd }) => mpd))).toEqual({
      scheme: 'cbcs',
      keyIds: [dubKey.toLowerCase(), filmKey],
    });
    expect(protectionOf((await filmWithDub()).map(({ mpd }) => mpd))).toBeUndefined();
  });

  test('the MPD keeps what each job said of keys, before names and roles as the schema wants it', async () => {
    const [period] = parseXml(composeDash(await encrypted())).children;
    for (const { children } of period?.children ?? []) {
      expect(children.slice(0, 2).map(({ name }) => name)).not.toContain('Label');
      expect(children.filter(({ name }) => name === 'ContentProtection')).toHaveLength(2);
    }
  });

  test('the playlists keep the film’s keys, and get those of a dub, whose job writes no playlist', async () => {
    const encodings = await encrypted();
    const playlist = composeHls(encodings);
    expect(playlist).toContain(sessionKey);
    const dubLine = `METHOD=SAMPLE-AES-CTR,URI="data:text/plain;base64,AAAA",KEYID=0x${dubKey.replaceAll('-', '').toLowerCase()},KEYFORMAT="urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed",KEYFORMATVERSIONS="1"`;
    expect(playlist).toContain(`#EXT-X-SESSION-KEY:${dubLine}`);
    expect(encodings[1].files['audio-es.m3u8']).toContain(`#EXT-X-KEY:${dubLine}\n#EXTINF`);
    expect(composeHls(await filmWithDub())).not.toContain('KEY');
  });
});
