import {
  agreeingPlaylists,
  authoringProblems,
  brandsOf,
  checkedAddressOf,
  decodeTimeOf,
  orderOf,
  presentationTimeOffsets,
  readMultivariant,
  visibilityOf,
} from '../../cli/presentation';
import { initSegment, mediaSegment } from '../support/fragments';

const sound =
  '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,URI="en.m3u8"';
const dub = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="español",LANGUAGE="es",DEFAULT=NO,AUTOSELECT=YES,URI="es.m3u8"';
const captions = '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="c",NAME="English",LANGUAGE="en",AUTOSELECT=YES,URI="c.m3u8"';
const variant = (peak: number, average = peak - 1) =>
  `#EXT-X-STREAM-INF:BANDWIDTH=${peak},AVERAGE-BANDWIDTH=${average},CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=24.000,VIDEO-RANGE=SDR,AUDIO="a",SUBTITLES="c",CLOSED-CAPTIONS=NONE\n${peak}.m3u8`;
const keys =
  '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=9,CODECS="avc1.64001f",RESOLUTION=640x360,VIDEO-RANGE=SDR,URI="keys.m3u8"';
const good = [
  ...['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS', sound, dub, captions],
  ...[variant(2_100_000), variant(5_000_000), variant(400_000), keys],
].join('\n');

test('a playlist as Apple wants it has no problems', () => {
  expect(authoringProblems(good)).toEqual([]);
});

test.each<[string, (text: string) => string, string[]]>([
  ['VIDEO-RANGE', (text) => text.replace(',VIDEO-RANGE=SDR,AUDIO', ',AUDIO'), ['2100000.m3u8: VIDEO-RANGE is missing']],
  [
    'CLOSED-CAPTIONS',
    (text) => text.replace(',CLOSED-CAPTIONS=NONE', ''),
    ['2100000.m3u8: CLOSED-CAPTIONS is missing'],
  ],
  [
    'an average over the peak',
    (text) => text.replace('=399999', '=400001'),
    ['400000.m3u8: the average exceeds the peak'],
  ],
  ['key frames', (text) => text.replace(keys, ''), ['EXT-X-I-FRAME-STREAM-INF is missing']],
  [
    'the range of key frames',
    (text) => text.replace(',VIDEO-RANGE=SDR,URI', ',URI'),
    ['keys.m3u8: VIDEO-RANGE is missing'],
  ],
  [
    'the order',
    (text) => text.replace(/2099999|2100000/g, '9000000'),
    ['5000000.m3u8 is nearer to 2000 kbit/s than the first variant'],
  ],
  [
    'independent segments',
    (text) => text.replace('#EXT-X-INDEPENDENT-SEGMENTS\n', ''),
    ['EXT-X-INDEPENDENT-SEGMENTS is missing'],
  ],
  [
    'a group',
    (text) => text.replace(captions, ''),
    [2100000, 5000000, 400000].map((v) => `${v}.m3u8: the group c of SUBTITLES does not exist`),
  ],
  [
    'two defaults',
    (text) => text.replace('DEFAULT=NO', 'DEFAULT=YES'),
    ['AUDIO: more than one rendition is the default'],
  ],
  ['a name twice', (text) => text.replace('español', 'English'), ['AUDIO English: the name comes twice in its group']],
  [
    'a default that is not selected',
    (text) => text.replace('DEFAULT=YES,AUTOSELECT=YES', 'DEFAULT=YES,AUTOSELECT=NO'),
    ['AUDIO English: the default must be AUTOSELECT=YES'],
  ],
])('a fault of %s is found', (_, spoil, problems) => {
  expect(authoringProblems(spoil(good))).toEqual(problems);
});

test('pictures and sound must agree, captions and key frames need not', () => {
  expect(agreeingPlaylists(readMultivariant(good))).toEqual([
    ...['2100000.m3u8', '5000000.m3u8', '400000.m3u8', 'en.m3u8', 'es.m3u8'],
  ]);
});

test('brands, first times and offsets are read from segments and MPDs', () => {
  const track = { brands: ['iso5', 'dash'], timescale: 90_000, decodeTime: 36_000 * 90_000 };
  expect(brandsOf(initSegment(track))).toEqual(['iso5', 'dash']);
  expect(decodeTimeOf(initSegment(track), mediaSegment(track))).toBe(36_000);
  expect(decodeTimeOf(Buffer.alloc(0), Buffer.alloc(0))).toBeUndefined();
  const mpd =
    '<SegmentTemplate timescale="24" presentationTimeOffset="2" media="a"/><SegmentTemplate timescale="48000"/>';
  expect(presentationTimeOffsets(mpd)).toEqual([2 / 24, 0]);
});

test('what a response of the edge shows', () => {
  const byFunction = { status: 403, from: 'FunctionGeneratedResponse from cloudfront' };
  const byCloudFront = { status: 403, from: 'Error from cloudfront' };
  const opened = { status: 200, from: 'Miss from cloudfront' };
  const failed = { status: 502, from: null };
  const all = [byFunction, byCloudFront, opened, failed];
  expect(all.map(orderOf)).toEqual(['function-first', 'signature-first', 'unknown', 'unknown']);
  expect(all.map(visibilityOf)).toEqual(['visible', 'unknown', 'hidden', 'unknown']);
  expect(all.map(checkedAddressOf)).toEqual(['unknown', 'rewritten', 'viewer', 'unknown']);
});
