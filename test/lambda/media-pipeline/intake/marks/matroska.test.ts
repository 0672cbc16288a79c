import {
  ebmlHeader,
  element,
  elementHead,
  entry,
  ID,
  integer,
  join,
  linesOf,
  MediaFile,
  matroska,
  openElement,
  zeros,
} from './containers';

const name = (text: string) => element(ID.name, text);
const language = (code: string) => element(ID.language, code);
const isDefault = (flag: number) => element(ID.isDefault, flag);

test.each([
  ['types of tracks', [entry(1), entry(2), entry(17), entry(33)], ['picture 1', 'sound 1', 'captions 1', 'data 1']],
  ['numbers per kind', [entry(2), entry(17), entry(2)], ['sound 1', 'captions 1', 'sound 2']],
  ['a default flag', [entry(2, isDefault(0)), entry(2, isDefault(1))], ['sound 1 not-default', 'sound 2 default']],
  ['1 for an absent default flag', [entry(2, isDefault(0)), entry(2)], ['sound 1 not-default', 'sound 2 default']],
  ['1 for an empty default flag', [entry(2, element(ID.isDefault))], ['sound 1 default']],
  ['no default without any flag', [entry(2), entry(2)], ['sound 1', 'sound 2']],
  ['a commentary', [entry(2, element(ID.commentary, 1))], ['sound 1 commentary']],
  ['a description of the picture', [entry(2, element(ID.visualImpaired, 1))], ['sound 1 descriptive']],
  ['descriptions as text', [entry(17, element(ID.textDescriptions, 1))], ['captions 1 descriptive']],
  ['captions for the hearing impaired', [entry(17, element(ID.hearingImpaired, 1))], ['captions 1 hearing-impaired']],
  ['a role flag of 0', [entry(2, element(ID.commentary, 0))], ['sound 1']],
  [
    'a mark before a title',
    [entry(2, element(ID.visualImpaired, 1), name('Commentary'))],
    ['sound 1 descriptive "Commentary"'],
  ],
  ['no role of pictures', [entry(1, element(ID.commentary, 1), name('Commentary'))], ['picture 1 "Commentary"']],
  ['a language', [entry(2, language('ger'))], ['sound 1 ger']],
  ['BCP 47 before ISO 639-2', [entry(2, element(ID.languageBcp47, 'de-CH'), language('ger'))], ['sound 1 de-CH']],
  ['no undetermined language', [entry(2, language('und'))], ['sound 1']],
  ['no language that is not a tag', [entry(2, language('e\nn')), entry(2, language('?'))], ['sound 1', 'sound 2']],
])('Matroska tracks have %s', async (_, entries, expected) => {
  expect(await linesOf(matroska(...entries))).toEqual(expected);
});

test.each([
  ['Director’s Commentary', 'commentary'],
  ['Commentaire audio', 'commentary'],
  ['Audiokommentar', 'commentary'],
  ['Audio-Description', 'descriptive'],
  ['Descriptive', 'descriptive'],
  ['Hörfilm', 'descriptive'],
  ['English SDH', 'hearing-impaired'],
  ['M & E', 'music-and-effects'],
  ['Music and Effects', 'music-and-effects'],
  ['Stereo', undefined],
  ['Frame&Edge', undefined],
])('the title "%s" has the role %s', async (title, role) => {
  expect(await linesOf(matroska(entry(2, name(title))))).toEqual([
    ['sound 1', role, `"${title}"`].filter(Boolean).join(' '),
  ]);
});

test.each([
  ['are trimmed', '  Main\t', 'Main'],
  ['end at a zero byte', 'Main\0rest', 'Main'],
  ['have no control characters', 'Ma\x1b\u0085\u202ein', 'Main'],
  ['have at most 200 characters', 'a'.repeat(300), 'a'.repeat(200)],
  ['are not cut within a character', `${'a'.repeat(199)}😀`, 'a'.repeat(199)],
  ['replace what is not UTF-8', Buffer.from([0x41, 0xff]), 'A\ufffd'],
])('titles %s', async (_, title, expected) => {
  expect(await linesOf(matroska(entry(2, element(ID.name, title))))).toEqual([`sound 1 "${expected}"`]);
});

test('a title of white space is missing', async () => {
  expect(await linesOf(matroska(entry(2, name(' \t\0'))))).toEqual(['sound 1']);
});

const tracks = element(ID.tracks, entry(1), entry(2, language('fre')));
const found = ['picture 1', 'sound 1 fre'];
const cluster = element(ID.cluster, element(ID.simpleBlock, zeros(100)));

test.each([
  ['a segment of unknown size', openElement(ID.segment, tracks, cluster)],
  [
    'tracks of unknown size',
    openElement(ID.segment, openElement(ID.tracks, entry(1), entry(2, language('fre'))), cluster),
  ],
  ['tracks after clusters', element(ID.segment, cluster, cluster, tracks)],
  [
    'tracks after a cluster of unknown size',
    openElement(ID.segment, openElement(ID.cluster, element(ID.simpleBlock, 1)), tracks),
  ],
  ['attachments before tracks', element(ID.segment, element(ID.attachments, zeros(500)), tracks)],
  ['a segment that was cut off', join(elementHead(ID.segment, 1e9), tracks, cluster)],
])('the tracks are found in %s', async (_, segment) => {
  expect(await linesOf(join(ebmlHeader, segment))).toEqual(found);
});

test('an element that ends after its parent ends the track', async () => {
  const long = join(elementHead(ID.name, 1000), 'Main');
  expect(await linesOf(matroska(entry(2, language('fre'), long), entry(17)))).toEqual(['sound 1 fre', 'captions 1']);
});

test('a seek head replaces the walk over a terabyte of clusters', async () => {
  const position = 1e12;
  const seek = element(
    ID.seek,
    element(ID.seekId, integer(ID.tracks, 4)),
    element(ID.seekPosition, integer(position, 8)),
  );
  const head = join(ebmlHeader, openElement(ID.segment));
  const start = join(head, element(ID.seekHead, seek), elementHead(ID.cluster, 50_000));
  const file = new MediaFile([
    [0, start],
    [head.length + position, tracks],
  ]);
  expect(await file.lines()).toEqual(found);
  expect(file.reads).toBe(2);
});

test('256 tracks are read, and no more', async () => {
  const lines = await linesOf(matroska(...Array.from({ length: 300 }, () => entry(2))));
  expect([lines.length, lines.at(-1)]).toEqual([256, 'sound 256']);
});
