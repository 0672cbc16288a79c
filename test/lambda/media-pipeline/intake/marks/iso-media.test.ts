import {
  box,
  boxHead,
  ftyp,
  integer,
  join,
  kindBox,
  largeBoxHead,
  linesOf,
  MediaFile,
  mp4,
  trak,
  zeros,
} from './containers';

const sound = { handler: 'soun' };
const handlerName = (text: string) => join(text, 0);

test.each([
  [
    'types of handlers',
    ['vide', 'soun', 'text', 'sbtl', 'subt', 'clcp', 'tmcd'].map((handler) => trak({ handler })),
    ['picture 1', 'sound 1', 'captions 1', 'captions 2', 'captions 3', 'captions 4', 'data 1'],
  ],
  ['no default if all are enabled', [trak(sound), trak(sound)], ['sound 1', 'sound 2']],
  ['no default if none is enabled', [trak({ ...sound, isEnabled: false })], ['sound 1']],
  [
    'a default where a kind differs',
    [trak({ handler: 'vide' }), trak(sound), trak({ ...sound, isEnabled: false })],
    ['picture 1', 'sound 1 default', 'sound 2 not-default'],
  ],
  ['a language of three letters', [trak({ ...sound, language: 'fra' })], ['sound 1 fra']],
  ['no undetermined language', [trak({ ...sound, language: 'und' })], ['sound 1']],
  ['no Macintosh language', [trak({ ...sound, language: 11 })], ['sound 1']],
  ['no unspecified language', [trak({ ...sound, language: 0x7fff })], ['sound 1']],
  ['times of 64 bits', [trak({ ...sound, language: 'fra', isVersion1: true })], ['sound 1 fra']],
  [
    'BCP 47 before three letters',
    [trak({ ...sound, language: 'fra', media: [box('elng', zeros(4), 'fr-CA', 0)] })],
    ['sound 1 fr-CA'],
  ],
  ['a title in the handler', [trak({ ...sound, handlerName: handlerName('Main mix') })], ['sound 1 "Main mix"']],
  [
    'a title in a counted string',
    [trak({ ...sound, isQuickTime: true, handlerName: join(8, 'Main mix') })],
    ['sound 1 "Main mix"'],
  ],
  [
    'a title in `name`',
    [trak({ ...sound, handlerName: handlerName('Other'), userData: [box('name', 'Main')] })],
    ['sound 1 "Main"'],
  ],
  [
    'a title in `titl`',
    [trak({ ...sound, userData: [box('titl', zeros(4), 0x15, 0xc7, 'Main', 0)] })],
    ['sound 1 "Main"'],
  ],
  [
    'a title in UTF-16',
    [trak({ ...sound, userData: [box('titl', zeros(6), 0xfe, 0xff, 0, 'M', 0, 'E', 0, 0)] })],
    ['sound 1 "ME"'],
  ],
  ['a title in `tnam`', [trak({ ...sound, userData: [box('tnam', zeros(6), 'Main')] })], ['sound 1 "Main"']],
  [
    'a role of their title',
    [trak({ ...sound, userData: [box('name', 'Commentary')] })],
    ['sound 1 commentary "Commentary"'],
  ],
  [
    'DASH roles',
    ['commentary', 'description', 'main'].map((role) =>
      trak({ ...sound, userData: [kindBox('urn:mpeg:dash:role:2011', role)] }),
    ),
    ['sound 1 commentary', 'sound 2 descriptive', 'sound 3'],
  ],
  [
    'DASH captions',
    [trak({ handler: 'sbtl', userData: [kindBox('urn:mpeg:dash:role:2011', 'caption')] })],
    ['captions 1 hearing-impaired'],
  ],
  [
    'HTML kinds',
    ['commentary', 'descriptions', 'constructor'].map((kind) =>
      trak({ ...sound, userData: [kindBox('about:html-kind', kind)] }),
    ),
    ['sound 1 commentary', 'sound 2 descriptive', 'sound 3'],
  ],
  [
    'no role of an unknown scheme',
    [trak({ ...sound, userData: [kindBox('constructor', 'name'), box('name', 'Main')] })],
    ['sound 1 "Main"'],
  ],
  [
    'the more specific characteristic',
    [
      trak({
        ...sound,
        userData: [box('tagc', 'public.auxiliary-content'), box('tagc', 'public.accessibility.describes-video')],
      }),
    ],
    ['sound 1 descriptive'],
  ],
  [
    'a commentary by characteristic',
    [trak({ ...sound, userData: [box('tagc', 'public.auxiliary-content')] })],
    ['sound 1 commentary'],
  ],
  [
    'user data that end with four zeros',
    [trak({ ...sound, userData: [box('name', 'Main'), zeros(4)] })],
    ['sound 1 "Main"'],
  ],
])('MP4 and QuickTime tracks have %s', async (_, traks, expected) => {
  expect(await linesOf(mp4(...traks))).toEqual(expected);
});

test.each([
  'VideoHandler',
  'SoundHandle',
  'Core Media Audio',
  'ISO Media file produced by Google Inc.',
  'Apple Sound Media Handler',
  'GPAC ISO Audio Handler',
  'Mainconcept MP4 Sound Media',
  'GoPro AAC',
  'soun',
  '',
])('the handler name "%s" is not a title', async (name) => {
  expect(await linesOf(mp4(trak({ ...sound, handlerName: handlerName(name) })))).toEqual(['sound 1']);
});

test('a text track with chapters is not captions', async () => {
  const chapters = box('tref', box('chap', integer(7, 4)));
  const traks = [
    trak({ handler: 'vide', id: 1, more: [chapters] }),
    trak({ handler: 'text', id: 7 }),
    trak({ handler: 'text', id: 8 }),
  ];
  expect(await linesOf(mp4(...traks))).toEqual(['picture 1', 'data 1', 'captions 1']);
});

const moov = box('moov', trak({ handler: 'vide' }), trak({ ...sound, language: 'fra' }));
const found = ['picture 1', 'sound 1 fra'];

test.each([
  ['at the start', join(moov, box('mdat', zeros(9)))],
  ['after `wide` and `mdat`', join(box('wide'), box('mdat', zeros(9)), moov)],
  ['of the size 0', join(ftyp, boxHead('moov', 0), moov.subarray(8))],
  ['with a size of 64 bits', join(ftyp, largeBoxHead('moov', moov.length + 8), moov.subarray(8))],
])('`moov` is found %s', async (_, file) => {
  expect(await linesOf(file)).toEqual(found);
});

test.each([
  ['ends after the file', join(ftyp, boxHead('moov', moov.length + 1), moov.subarray(8))],
  ['is shorter than its head', join(ftyp, boxHead('moov', 7), moov.subarray(8))],
  ['is not in the file', join(ftyp, box('mdat', zeros(9)))],
])('a file whose `moov` %s has no marks', async (_, file) => {
  expect(await linesOf(file)).toEqual([]);
});

test('`moov` at the end of 3 TB takes a handful of reads', async () => {
  const end = 3e12;
  const start = join(ftyp, largeBoxHead('mdat', end - ftyp.length));
  const file = new MediaFile([
    [0, start],
    [end, moov],
  ]);
  expect(await file.lines()).toEqual(found);
  expect(file.reads).toBeLessThanOrEqual(3);
});

test('sample tables are skipped, however long they are', async () => {
  const tableBytes = 500e6;
  const [video, audio] = [trak({ handler: 'vide' }), trak({ ...sound, language: 'fra' })];
  const longMdia = 8 + video.length + tableBytes;
  const parts = join(
    ftyp,
    boxHead('moov', 8 + longMdia + audio.length),
    boxHead('trak', longMdia),
    video.subarray(8),
    boxHead('stbl', tableBytes),
  );
  const file = new MediaFile([
    [0, parts],
    [ftyp.length + 8 + longMdia, audio],
  ]);
  expect(await file.lines()).toEqual(found);
  expect(file.reads).toBeLessThanOrEqual(3);
});
