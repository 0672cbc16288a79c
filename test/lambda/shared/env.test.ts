import * as z from 'zod/mini';
import { integer, json, readEnv, text } from '../../../lambda/shared/env';

const env = z.object({ TABLE: text, LIMIT: integer });

test('variables are read, numbers as numbers', () => {
  expect(readEnv({ env }, { TABLE: 't', LIMIT: '5000000000', OTHER: 'x' })).toEqual({ TABLE: 't', LIMIT: 5e9 });
});

test('each variable at fault is named, but no value is told', () => {
  const read = () => readEnv({ env }, { TABLE: '', LIMIT: 'secret' });
  expect(read).toThrow(expect.objectContaining({ name: 'InvalidEnvironment' }));
  expect(read).toThrow(/TABLE: .*; LIMIT: /);
  expect(read).not.toThrow(/secret/);
});

test('a value in JSON is checked inside, and what is not JSON is named like any other fault', () => {
  const lists = { env: z.object({ NAMES: json(z.array(text)) }) };
  expect(readEnv(lists, { NAMES: '["a"]' })).toEqual({ NAMES: ['a'] });
  for (const written of ['[', '[""]', '{}', '']) {
    const read = () => readEnv(lists, { NAMES: written });
    expect(read).toThrow(
      expect.objectContaining({ name: 'InvalidEnvironment', message: expect.stringMatching(/NAMES/) }),
    );
  }
});
