import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { translateLines } from '../../engines/translate/lines';
import { parseModes, routeOf } from '../../engines/translate/modes';
import { translateWithTerms } from '../../engines/translate/terms';
import { describeTranslators, Translator } from '../../engines/translate/translator';
import { needs } from '../../testing/needs';

const nowhere = { OMNISTREAM_APERTIUM: '/nonexistent/apertium' };

needs('apertium').describe('Apertium', () => {
  const translator = new Translator();

  test('translates English to Spanish', async () => {
    const text = await translator.translate('The house is red. I have two books.', 'en', 'es');
    expect(text).toMatch(/casa es roja\. .*dos libros\./);
  });

  test('goes through Spanish to French and Italian', async () => {
    expect(await translator.translate('The house is red.', 'en', 'fr')).toMatch(/la maison est rouge/i);
    expect(await translator.translate('The house is red.', 'en', 'it')).toMatch(/la casa è rossa/i);
  });

  test('keeps lines, markup characters, 4-byte characters and what has no letters', async () => {
    const text =
      '  Good morning 😀\r\n\n<b>Tom & Jerry</b> [x] ^y$ @z #1 *2 \\3 {4}/5\n...\n\t42 < 43\u0000The house\n';
    const translated = (await translator.translate(text, 'en', 'es')) as string;
    const shape = (lines: string) => lines.split(/[^\r\n\0]+/).join('_');
    expect(shape(translated)).toBe(shape(text));
    expect(translated).toMatch(/^ {2}\S.*😀\r\n/);
    for (const kept of ['<b>', '</b>', '&', '[x]', '^y$', '@z', '#1', '*2', '\\3', '{4}/5', '\n...\n\t42 < 43\u0000']) {
      expect(translated).toContain(kept);
    }
    expect(translated.toLowerCase().endsWith('\u0000la casa\n')).toBe(true);
  });

  test('leaves alone what it does not know', async () => {
    expect(await translator.translate('你好 مرحبا Frobnicate', 'en', 'es')).toBe('你好 مرحبا Frobnicate');
  });

  test('takes ten thousand bytes at once', async () => {
    const lines = Array.from({ length: 150 }, (_, index) => `The house number ${index} is red and has a small door.`);
    const translated = await translator.translate(lines.join('\n'), 'en', 'fr');
    expect(translated?.split('\n')).toHaveLength(150);
    expect(translated?.split('\n').every((line, index) => line.includes(` ${index} `))).toBe(true);
  });

  test('puts terms in the place of what it would translate', async () => {
    const terms = [
      { source: 'Red House', target: 'Red House' },
      { source: 'Smith', target: 'Herr & Frau <Smith>' },
    ];
    const text = await translator.translate('Smith lives in the Red House.', 'en', 'es', terms);
    expect(text).toContain('Herr & Frau <Smith>');
    expect(text).toContain('Red House');
    expect(text).not.toMatch(/qzxv|herrero|roja/i);
  });

  test('does not translate what nothing on the machine translates', async () => {
    expect(await translator.translate('Hello', 'en', 'ja')).toBeUndefined();
    expect(await translator.translate('Hola', 'es', 'es-MX')).toBeUndefined();
  });

  test('is told in one line', async () => {
    expect(await describeTranslators()).toMatch(/^translates .*en → .*\bes\b.*\bfr\b.* by Apertium/);
  });
});

describe('a machine without Apertium', () => {
  test('translates nothing, and says how to get it', async () => {
    const translator = new Translator(nowhere);
    expect(await translator.canTranslate('en', 'es')).toBe(false);
    expect(await translator.translate('Hello', 'en', 'es')).toBeUndefined();
    expect(await describeTranslators(nowhere)).toMatch(/^translates no language.*apertium-eng-spa/);
  });
});

describe('an Apertium that fails', () => {
  test('is an error with its reason, not a text', async () => {
    const program = join(mkdtempSync(join(tmpdir(), 'apertium-')), 'apertium');
    writeFileSync(
      program,
      '#!/bin/sh\n[ "$1" = -l ] && echo eng-spa && exit\necho "no such file: eng.bin" >&2\nexit 3\n',
    );
    chmodSync(program, 0o755);
    const translator = new Translator({ OMNISTREAM_APERTIUM: program });
    await expect(translator.translate('Hello', 'en', 'es')).rejects.toThrow(/status 3: no such file: eng.bin/);
    // A stage of Apertium's pipeline can fail without the script's noticing.
    writeFileSync(program, '#!/bin/sh\n[ "$1" = -l ] && echo eng-spa\nexit 0\n');
    await expect(translator.translate('Hello', 'en', 'es')).rejects.toThrow(/eng-spa returned nothing/);
  });
});

describe('the way from language to language', () => {
  const list = parseModes('  eco-es-fr\n  eng-cat eng-spa\n  es-fr\n  es-pt\n  es-pt_BR\n  cat-fra\n  fr-es hbs-eng');
  const names = (from: string, to: string) => routeOf(list, from, to)?.map(({ name }) => name);

  test.each([
    ['en', 'es', ['eng-spa']],
    ['en', 'es-MX', ['eng-spa']],
    ['en-GB', 'es', ['eng-spa']],
    ['es', 'pt-BR', ['es-pt_BR']],
    ['es', 'pt-PT', ['es-pt']],
    ['en', 'fr', ['eng-spa', 'es-fr']],
    ['en', 'de', undefined],
    ['fr', 'en', undefined],
    ['es', 'es', undefined],
  ])('%s → %s', (from, to, expected) => {
    expect(names(from, to)).toEqual(expected);
  });
});

describe('lines', () => {
  const shout = async (text: string) => text.toUpperCase();

  test('come back as many, even from an engine that joins or adds some', async () => {
    const joins = async (text: string) => text.replace(/\n+/g, ' ').toUpperCase();
    const adds = async (text: string) => text.toUpperCase().replace(/ /g, '\n\n');
    expect(await translateLines('a b\nc\n\nd', joins)).toBe('A B\nC\n\nD');
    expect(await translateLines('a b\nc', adds)).toBe('A B\nC');
  });

  test('lose blanks that the engine adds, not their own', async () => {
    expect(await translateLines(' a,  b , c', async () => 'X,  Y , Z ')).toBe(' X,  Y , Z');
    expect(await translateLines('a, b', async () => ' X , Y . ')).toBe('X, Y.');
  });

  test('without letters do not reach the engine', async () => {
    const fails = () => Promise.reject(new Error('asked'));
    expect(await translateLines('… 12\n—', fails)).toBe('… 12\n—');
    expect(await translateLines('', shout)).toBe('');
  });
});

describe('terms', () => {
  const terms = [
    { source: 'Ann', target: 'Ana' },
    { source: 'Ann Lee', target: 'Anna-Li' },
    { source: 'C++', target: 'C plus' },
  ];

  test('match whole words with their case, the longest first', async () => {
    const seen: string[] = [];
    const echo = async (text: string) => {
      seen.push(text);
      return text;
    };
    expect(await translateWithTerms('Ann Lee, Ann, Annual, ann, C++!', terms, echo)).toBe(
      'Anna-Li, Ana, Annual, ann, C plus!',
    );
    expect(seen).toHaveLength(1);
    expect(seen[0]).not.toMatch(/Ann\b|C\+\+/);
  });

  test('survive an engine that swaps, lower-cases, loses or doubles them', async () => {
    const swap = async (text: string) => text.split(' ').reverse().join(' ').toLowerCase();
    expect(await translateWithTerms('Ann knows C++', terms, swap)).toBe('C plus knows Ana');
    const loses = async (text: string) => text.replace(/qzxv\w+/i, '').toUpperCase();
    expect(await translateWithTerms('so Ann knows C++', terms, loses)).toBe('SO Ana KNOWS C plus');
    const doubles = async (text: string) => text.replace(/qzxv\w+/i, '$& $&').toUpperCase();
    expect(await translateWithTerms('so Ann knows', terms, doubles)).toBe('SO Ana KNOWS');
  });
});
