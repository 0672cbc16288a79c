import * as z from 'zod/mini';
import { integer, readEnv, text } from '../../../lambda/shared/env';

const schema = z.object({ TABLE: text, LIMIT: integer });

test('variables are read, numbers as numbers', () => {
  expect(readEnv(schema, { TABLE: 't', LIMIT: '5000000000', OTHER: 'x' })).toEqual({ TABLE: 't', LIMIT: 5e9 });
});

test('each variable at fault is named, but no value is told', () => {
  const read = () => readEnv(schema, { TABLE: '', LIMIT: 'secret' });
  expect(read).toThrow(expect.objectContaining({ name: 'InvalidEnvironment' }));
  expect(read).toThrow(/TABLE: .*; LIMIT: /);
  expect(read).not.toThrow(/secret/);
});
