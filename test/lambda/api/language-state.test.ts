import { type LanguagesOf, languageState } from '../../../lambda/api/language-state';
import cases from '../../cases/language-states.json';

test.each(cases)('$name', ({ input, expected }) => {
  // Of captions and dubs it only counts that they are there.
  expect(languageState(input as unknown as LanguagesOf)).toEqual(expected);
});
