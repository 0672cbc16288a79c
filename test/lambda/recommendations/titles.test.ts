import { explored, seedOf, shuffled } from '../../../lambda/recommendations/exploration';
import { sharedGenres, suits, type Title } from '../../../lambda/recommendations/titles';
import type { AgeRating } from '../../../lambda/shared/viewers';
import cases from '../../cases/suitable-titles.json';
import { someAsset } from '../api/support';

interface Input extends Partial<Pick<Title, 'status' | 'ageRating'>> {
  readonly audio?: string[];
  readonly captions?: string[];
  readonly languages?: string[];
  readonly ageLimit?: AgeRating;
}

test.each(cases as unknown as { name: string; input: Input; expected: boolean }[])('$name', ({ input, expected }) => {
  const { status = 'READY', ageRating, audio = ['en'], captions = [], languages = [], ageLimit = 18 } = input;
  const tracks = {
    video: [],
    audio: audio.map((language) => ({ language, kind: 'original' as const })),
    captions: captions.map((language) => ({ language })),
  };
  expect(suits(someAsset({ status, ageRating, tracks }), { languages, ageLimit })).toBe(expected);
});

test('genres are the same in any case', () => {
  expect(sharedGenres({ genres: ['Drama', 'Comedy'] }, { genres: ['drama', 'War', 'COMEDY'] })).toBe(2);
  expect(sharedGenres({ genres: ['Drama'] }, {})).toBe(0);
});

describe('exploration', () => {
  const known = Array.from({ length: 8 }, (_, n) => `known-${n}`);
  const unknown = Array.from({ length: 8 }, (_, n) => `new-${n}`);
  const day = new Date('2026-03-01T08:00:00Z');
  const seed = seedOf('viewer-1', day);

  test('is the same for a viewer all day, and another tomorrow or for somebody else', () => {
    const seeds = [
      seedOf('viewer-1', new Date('2026-03-01T23:59:59Z')),
      seedOf('viewer-1', new Date('2026-03-02T00:00:00Z')),
      seedOf('viewer-2', day),
    ];
    const [later, tomorrow, another] = seeds.map((one) => explored(known, unknown, one));
    expect(later).toEqual(explored(known, unknown, seed));
    expect(tomorrow).not.toEqual(later);
    expect(another).not.toEqual(later);
  });

  test('keeps the order of what is liked, and gives every fourth place to something new', () => {
    const mixed = explored(known, [...unknown, ...known], seed);
    expect(mixed.filter((id) => id.startsWith('known'))).toEqual(known);
    expect([3, 7].map((place) => mixed[place]?.startsWith('new'))).toEqual([true, true]);
    expect(mixed.slice(0, 8).filter((id) => id.startsWith('new'))).toHaveLength(2);
    expect([...mixed].sort()).toEqual([...known, ...unknown].sort());
  });

  test('goes on with what is there when the other runs out', () => {
    expect(explored([], unknown, seed)).toEqual(shuffled(unknown, seed));
    expect(explored(known, [], seed)).toEqual(known);
    expect(explored([], [], seed)).toEqual([]);
  });

  test('leaves the others in their order when a title is added', () => {
    const before = shuffled(unknown, seed);
    expect(shuffled([...unknown, 'one more'], seed).filter((id) => id !== 'one more')).toEqual(before);
  });
});
