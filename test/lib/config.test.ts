import * as z from 'zod/mini';
import { uploadsHandler } from '../../lambda/api/uploads.env';
import { encodeList } from '../../lambda/shared/lists';
import { stageNamed } from '../../lib/context';
import { stages } from '../../lib/stages';

test('a stage that does not exist is refused with the names of those that do', () => {
  for (const name of ['staging', undefined, 'toString']) {
    expect(() => stageNamed(name)).toThrow(
      `There is no stage '${name}'. Choose one of: ${Object.keys(stages).join(', ')}`,
    );
  }
});

test.each(Object.keys(stages))('the languages of %s are such as uploads take', (name) => {
  const { languages } = stageNamed(name).speech;
  expect(z.parse(uploadsHandler.env.shape.DEFAULT_LANGUAGES, encodeList(languages))).toEqual(languages);
});
