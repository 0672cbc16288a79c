import * as z from 'zod/mini';
import { env } from '../../lambda/api/uploads.env';
import type { HandlerProps } from '../../lib/constructs/handler';
import { stageNamed } from '../../lib/context';
import { stages } from '../../lib/stages';

test('a stage that does not exist is refused with the names of those that do', () => {
  for (const name of ['staging', undefined, 'toString']) {
    expect(() => stageNamed(name)).toThrow(
      `There is no stage '${name}'. Choose one of: ${Object.keys(stages).join(', ')}`,
    );
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

test.each(Object.keys(stages))('the languages of %s are such as uploads take', (name) => {
  const { languages } = stageNamed(name).speech;
  expect(z.parse(env.shape.DEFAULT_LANGUAGES, languages.join(','))).toEqual(languages);
});
