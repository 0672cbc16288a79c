import { composeDash } from '../../../../../lambda/media-pipeline/publish/manifests/compose-dash';
import { readEncoding } from '../../../../../lambda/media-pipeline/publish/manifests/read-encoding';
import type { CaptionRendition, Encoding } from '../../../../../lambda/media-pipeline/publish/manifests/renditions';
import { hasMpegSchema, mpdProblems, mpegProblems, ownProblems } from '../../../../support/mpd';
import { encodedFilm, encodedRecording } from '../encoded-film';

const original = { language: 'en', kind: 'original', channels: 2 } as const;
const captions: CaptionRendition[] = ['en', 'pt-BR'].map((language) => ({
  language,
  kind: language === 'en' ? 'original' : 'translation',
  playlistUri: `../../captions/1/${language}/captions.m3u8`,
  fileUri: `../../captions/1/${language}/captions.vtt`,
  bandwidth: 170,
}));

async function composed(): Promise<string> {
  const film = encodedFilm({ offset: 1000 });
  // What an encoder may write besides, in an order that only holds where it wrote it.
  const more = '<SupplementalProperty schemeIdUri="urn:x" value="1"/><Accessibility schemeIdUri="urn:x" value="1"/>';
  film.add(
    'film.mpd',
    (film.files.get('film.mpd') ?? '').replaceAll(/(<AudioChannelConfiguration [^>]*>)/g, `$1${more}`),
  );
  const encodings: [Encoding, ...Encoding[]] = [
    await readEncoding(film, { name: 'film', prefix: '../../picture/1/', sound: original }),
  ];
  for (const language of ['es', 'fr']) {
    const sound = { language, kind: 'dub', channels: 1 } as const;
    encodings.push(
      await readEncoding(encodedRecording('audio'), { name: 'audio', prefix: `../../dubs/1/${language}/`, sound }),
    );
  }
  return composeDash(encodings, captions);
}

test('an MPD of a film with dubs and captions is valid', async () => {
  expect(await mpdProblems(await composed())).toEqual([]);
});

test('an MPD of a recording is valid', async () => {
  const recording = await readEncoding(encodedRecording(), {
    name: 'film',
    prefix: '../../picture/1/',
    sound: original,
  });
  expect(await mpdProblems(composeDash([recording]))).toEqual([]);
});

const faults: [string, (mpd: string) => string][] = [
  ['the role before the label', (mpd) => mpd.replace(/(<Label>English<\/Label>)(\s*)(<Role [^>]*>)/, '$3$2$1')],
  ['accessibility after the role', (mpd) => mpd.replace(/(<Accessibility [^>]*>)(\s*)(<Role [^>]*>)/, '$3$2$1')],
  ['a representation without a bandwidth', (mpd) => mpd.replace(/ bandwidth="\d+"/, '')],
  [
    'a set whose id is no number',
    (mpd) =>
      mpd.replace('id="1"><Representation', 'id="x"').replace(/(segmentAlignment="true" )id="1"/, '$1id="video"'),
  ],
  ['no buffer time', (mpd) => mpd.replace(/ minBufferTime="[^"]*"/, '')],
  ['a duration in seconds', (mpd) => mpd.replace('"PT10S"', '"10"')],
  ['a language that is none', (mpd) => mpd.replace('lang="es"', 'lang="es es"')],
  ['an unknown element', (mpd) => mpd.replace('<Label>', '<Title/><Label>')],
  ['a segment without a length', (mpd) => mpd.replace(/<S d="\d+"\/>/, '<S t="0"/>')],
  ['a descriptor without a scheme', (mpd) => mpd.replace(/<Role schemeIdUri="[^"]*"/, '<Role')],
];

async function spoiled(): Promise<Record<string, string>> {
  const mpd = await composed();
  return Object.fromEntries(faults.map(([name, spoil]) => [name, spoil(mpd)]));
}

/** The names of those in which nothing is found. */
const passed = (problems: Readonly<Record<string, string[]>>) =>
  Object.keys(problems).filter((name) => problems[name]?.length === 0);

test('each seeded fault is found', async () => {
  const documents = await spoiled();
  expect(Object.values(documents)).not.toContain(await composed());
  expect(passed(await ownProblems(documents))).toEqual([]);
});

(hasMpegSchema ? describe : describe.skip)('MPEG’s schema [additional suite schemas/dash/DASH-MPD.xsd]', () => {
  test('agrees with the repository’s own about each fault, and about what is valid', async () => {
    expect(passed(await mpegProblems({ ...(await spoiled()), valid: await composed() }))).toEqual(['valid']);
  });
});
