import * as z from 'zod/mini';
import { readEnv } from '../../../lambda/shared/env';
import { encodeList, encodeMapping, list, mapping } from '../../../lambda/shared/lists';

const env = z.object({ NAMES: list, PAIRS: mapping });
const readBack = (names: readonly string[], pairs: Readonly<Record<string, string>>) =>
  readEnv({ env }, { NAMES: encodeList(names), PAIRS: encodeMapping(pairs) });

const cases: readonly { readonly NAMES: readonly string[]; readonly PAIRS: Readonly<Record<string, string>> }[] = [
  { NAMES: [], PAIRS: {} },
  { NAMES: ['en'], PAIRS: { 'en-US': 'names' } },
  { NAMES: ['en', 'pt-BR'], PAIRS: { 'en-US': 'names', 'es-US': 'nombres' } },
];

test.each(cases)('$NAMES and $PAIRS are read as they were written', (value) => {
  expect(readBack(value.NAMES, value.PAIRS)).toEqual(value);
});

test.each(['', ' ', 'a,b'])('a list does not take the name %j', (name) => {
  expect(() => encodeList(['en', name])).toThrow('cannot be listed');
});

test.each(['', 'a,b', 'a=b'])('a mapping does not take the part %j', (part) => {
  expect(() => encodeMapping({ [part]: 'value' })).toThrow('cannot be listed');
  expect(() => encodeMapping({ name: part })).toThrow('cannot be listed');
});

test('a variable that is missing is named', () => {
  expect(() => readEnv({ env }, { NAMES: 'a' })).toThrow(/PAIRS/);
});
