import { cleanText, faultOf, normalizeText } from '../../../lambda/shared/text';

const check = (text: string) => faultOf(normalizeText(text));

describe('texts that people write', () => {
  test.each([
    ['letters of any script', 'Ōkami 狼 волк ذئب भेड़िया'],
    ['Persian with a non-joiner', 'می\u200cخواهم'],
    ['an abbreviation that ends with a joiner', 'ه\u200d'],
    ['conjuncts of Devanagari and Bengali', 'क्\u200dष র\u200d্য'],
    ['families, professions and skin colours', '👨\u200d👩\u200d👧 👩🏽\u200d🚀 👁️\u200d🗨️ 🐈\u200d⬛'],
    ['the rainbow flag, and the flag of England', '🏳️\u200d🌈 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
    ['a Japanese name with a variant of its character', '葛\u{e0100}飾'],
    ['an Arabic number sign', '\u0600١٢'],
    ['200 characters outside of the basic plane', '😀'.repeat(200)],
    ['200 characters after normalization', 'e\u0301'.repeat(200)],
  ])('may have %s', (_, text) => {
    expect(check(text)).toBeUndefined();
    expect(cleanText(text)).toBe(normalizeText(text));
  });

  test.each([
    ['NUL', 'a\0b', 'the control character U+0000'],
    ['ESC', '\u001b[2J', 'the control character U+001B'],
    ['DEL', 'a\u007f', 'the control character U+007F'],
    ['the CSI of C1', 'a\u009b2J', 'the control character U+009B'],
    ['a bidirectional override', 'a\u202eb', 'the invisible character U+202E'],
    ['a bidirectional isolate', 'a\u2068b', 'the invisible character U+2068'],
    ['a bidirectional mark', 'a\u200fb', 'the invisible character U+200F'],
    ['a zero-width space', 'a\u200bb', 'the invisible character U+200B'],
    ['a byte order mark', 'a\ufeffb', 'the invisible character U+FEFF'],
    ['a soft hyphen', 'a\u00adb', 'the invisible character U+00AD'],
    ['a joiner between Latin letters', 'a\u200db', 'the invisible character U+200D'],
    ['a non-joiner between Cyrillic letters', 'а\u200cб', 'the invisible character U+200C'],
    ['two joiners', 'क\u200d\u200dष', 'the invisible character U+200D'],
    ['a message in tags', '🏴\u{e0061}\u{e0062}', 'the invisible character U+E0061'],
    ['a message in variation selectors', '😀\ufe0f\u{e0101}\u{e0102}', 'the invisible character U+E0101'],
    ['a high surrogate alone', 'a\ud800', 'U+D800, which is not a character'],
    ['a low surrogate alone', '\udc00b', 'U+DC00, which is not a character'],
    ['a noncharacter', 'a\uffff', 'U+FFFF, which is not a character'],
  ])('must not have %s, which the fault names', (_, text, expected) => {
    expect(check(text)).toBe(`must not contain ${expected}`);
    expect(faultOf(cleanText(text) ?? 'x')).toBeUndefined();
  });

  test.each([
    ['nothing', ''],
    ['spaces', ' \t\u3000\u2028'],
    ['fillers', '\u3164\u115f'],
    ['marks', '\u0301'],
    ['an empty cell', '\u2800'],
  ])('must be visible: %s is not', (_, text) => {
    expect(check(text)).toBe('must have at least 1 visible character');
    expect(cleanText(text)).toBeUndefined();
  });

  test('are counted in characters, and have at most 200', () => {
    expect(check('😀'.repeat(201))).toBe('must have at most 200 characters');
    expect(cleanText('😀'.repeat(201))).toBe('😀'.repeat(200));
  });

  test('are one line: white space becomes single spaces', () => {
    expect(normalizeText(' a\r\n\tb\u0085\u2028\u00a0c ')).toBe('a b c');
  });

  test('are cut between characters, and what is left needs no cleaning', () => {
    const text = `${'x'.repeat(199)}👨\u200d👩`;
    expect(cleanText(text)).toBe(`${'x'.repeat(199)}👨`);
    expect(cleanText(`${'x'.repeat(198)}👨\u200d👩`)).toBe(`${'x'.repeat(198)}👨`);
  });

  test('are read in linear time, whatever they contain', () => {
    // A pattern that backtracks would not end.
    for (const unit of ['\u{e0061}', '👨\u200d', ' \u200b', '\ufe0f']) {
      expect(faultOf(`🏴${unit.repeat(100_000)}`)).toBeDefined();
      cleanText(`🏴${unit.repeat(100_000)}`);
    }
  });
});
