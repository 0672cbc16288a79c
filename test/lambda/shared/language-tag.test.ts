import { explainFault, readLanguage } from '../../../lambda/shared/language-tag';
import { transcribeLanguages } from '../../../lambda/speech/transcribe/transcribe-languages';
import cases from '../../cases/language-tags.json';

interface Case {
  readonly name: string;
  readonly input: string;
  /** The tag; none if the text is refused. */
  readonly expected?: string;
  readonly fault?: string;
  readonly suggestion?: string;
}

test.each(cases as Case[])('$name: $input', ({ input, expected, fault, suggestion }) => {
  const wanted = expected === undefined ? { problem: fault, ...(suggestion && { suggestion }) } : { tag: expected };
  expect(readLanguage(input)).toEqual(wanted);
});

test('what is refused is explained with the tag that was meant, or with an example', () => {
  expect(explainFault({ problem: 'No', suggestion: 'de' })).toBe('No. Did you mean de?');
  expect(explainFault({ problem: 'No' })).toBe('No. Write a BCP 47 tag, such as de or pt-BR.');
});

test('every language and code of Transcribe is one', () => {
  const tags = Object.entries(transcribeLanguages).flatMap(([language, codes]) => [language, ...codes]);
  expect(tags.filter((tag) => !('tag' in readLanguage(tag)))).toEqual([]);
});
