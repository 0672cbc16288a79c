import { firstTime } from '../../../../../lambda/media-pipeline/publish/manifests/first-time';
import { brandsOf, isForHls, withBrand } from '../../../../../lambda/media-pipeline/publish/manifests/init-segment';
import { initSegment, mediaSegment, type Track } from '../../../../support/fragments';

const shown = (track: Track) => firstTime(initSegment(track), mediaSegment(track)).shown;

test.each<[string, Track, number]>([
  ['zero', {}, 0],
  ['the decode time', { decodeTime: 96_000 }, 2],
  ['a decode time of ten hours', { decodeTime: 36_000 * 90_000, timescale: 90_000 }, 36_000],
  ['the earliest of the composition times', { timescale: 24_000, compositionOffsets: [2000, 3000, 0] }, 2000 / 24_000],
  ['negative composition offsets', { timescale: 24_000, decodeTime: 1000, compositionOffsets: [0, -2000] }, 0],
  ['the priming of sound, which an edit list takes off', { decodeTime: 0, edits: [[0, 1024]] }, -1024 / 48_000],
  [
    'an empty edit, which lets the track begin later',
    {
      edits: [
        [500, -1],
        [0, 0],
      ],
    },
    0.5,
  ],
  [
    'an empty edit before priming',
    {
      edits: [
        [500, -1],
        [0, 1024],
      ],
    },
    0.5 - 1024 / 48_000,
  ],
])('a track begins by %s', (_, track, expected) => {
  expect(shown(track)).toBeCloseTo(expected, 9);
});

test('where fragments count from the file’s begin, it is seen', () => {
  expect(firstTime(initSegment(), mediaSegment()).isRelative).toBe(true);
  expect(firstTime(initSegment(), mediaSegment({ isAbsolute: true })).isRelative).toBe(false);
});

test('the head of a long segment is enough', () => {
  const track = { decodeTime: 48_000, compositionOffsets: Array(20_000).fill(0) };
  expect(firstTime(initSegment(track), mediaSegment(track).subarray(0, 65_536)).shown).toBe(1);
});

test.each([
  ['no moov box', initSegment().subarray(0, 24), mediaSegment()],
  ['no moof box', initSegment(), Buffer.from('0000')],
  ['nothing at all', Buffer.alloc(0), Buffer.alloc(0)],
])('%s is an error', (_, init, segment) => {
  expect(() => firstTime(init, segment)).toThrow(SyntaxError);
});

test.each([
  [['iso6'], true],
  [['iso5', 'dash', 'iso9'], true],
  [['mp42', 'cmfc'], true],
  [['iso5', 'dash'], false],
  [['mp41', 'isom', 'avc1'], false],
])('brands %j are for HLS: %s', (brands, expected) => {
  expect(isForHls(initSegment({ brands }))).toBe(expected);
});

test('a brand is added to the list, and nothing else changes', () => {
  const track = { brands: ['iso5', 'dash'], edits: [[0, 1024]] } as const;
  const corrected = withBrand(initSegment(track), 'iso6');
  expect(brandsOf(corrected)).toEqual(['iso5', 'dash', 'iso6']);
  expect(firstTime(corrected, mediaSegment(track))).toEqual(firstTime(initSegment(track), mediaSegment(track)));
  expect(corrected).toHaveLength(initSegment(track).length + 4);
});
