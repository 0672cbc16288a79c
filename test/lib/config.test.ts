import * as z from 'zod/mini';
import { env } from '../../lambda/api/uploads.env';
import { stageNamed, withRecommenders } from '../../lib/config';
import type { HandlerProps } from '../../lib/constructs/handler';

test('a stage that does not exist is refused with the names of those that do', () => {
  for (const name of ['staging', undefined, 'toString']) {
    expect(() => stageNamed(name)).toThrow(/There is no stage .* dev, prod/);
  }
});

test('a variable that is missing or superfluous does not compile', () => {
  type Environment = HandlerProps<{ TABLE: string; LIMIT: number }>['environment'];
  const complete: Environment = { TABLE: 'table', LIMIT: '1' };
  // @ts-expect-error LIMIT is missing
  const missing: Environment = { TABLE: 'table' };
  // @ts-expect-error OTHER is unknown
  const superfluous: Environment = { TABLE: 'table', LIMIT: '1', OTHER: 'x' };
  expect([complete, missing, superfluous]).toHaveLength(3);
});

test.each(['dev', 'prod'])('the languages of %s are such as uploads take', (name) => {
  const { languages } = stageNamed(name).speech;
  expect(z.parse(env.shape.DEFAULT_LANGUAGES, languages.join(','))).toEqual(languages);
});

describe('the context maxRecommenders', () => {
  test.each([
    ['0', 0],
    ['5', 5],
    [3, 3],
  ])('%j is a number of recommenders', (word, count) => {
    expect(withRecommenders(stageNamed('dev'), word).maxRecommenders).toBe(count);
  });

  test.each(['6', '-1', '', 'all', '1.5', null])('%j is refused by name', (word) => {
    expect(() => withRecommenders(stageNamed('dev'), word)).toThrow("'maxRecommenders' is");
  });

  test('is the stage’s own where there is none', () => {
    expect(['dev', 'prod'].map((name) => withRecommenders(stageNamed(name), undefined).maxRecommenders)).toEqual([
      0, 3,
    ]);
  });
});
