import { hitsOf } from '../../../checks/english/hits';

const at = (path: string, source: string) =>
  hitsOf(path, source).map(({ line, column, pattern, audience }) => `${line}:${column} ${pattern} ${audience}`);

test.each([
  ['a comment of a line', 'lib/x.ts', 'let a; // read anew', ['1:16 anew comment']],
  ['a phrase over two lines of comments', 'lib/x.ts', '// Not to be\n// had here.', ['1:8 to-be-had comment']],
  ['a phrase over two lines of JSDoc', 'lib/x.ts', '/**\n * Not to be\n * had here.\n */', ['2:8 to-be-had comment']],
  ['a string', 'lambda/x.ts', "fail('It is read anew');", ['1:18 anew visible']],
  ['a template, without its placeholders', 'lambda/x.ts', 'fail(`$' + "{f('a')} is no port`);", ['1:17 is-no visible']],
  ['a string within a placeholder', 'lambda/x.ts', '`$' + "{f('is read anew now')}`", ['1:15 anew visible']],
  ['strings put together', 'lambda/x.ts', "fail('It is not to ' +\n  'be had here.');", ['1:17 to-be-had visible']],
  ['a name', 'lambda/x.ts', "const anew = ['read anew', 'anew'];", []],
  ['a regular expression with a quote', 'lambda/x.ts', 'a.split(/[\'"`]/); // anew', ['1:22 anew comment']],
  ['a division', 'lambda/x.ts', "a / b; '/'; c / d; // anew", ['1:23 anew comment']],
  ['a string of a test', 'test/x.test.ts', "test('it is read anew', () => {}); // anew", ['1:39 anew comment']],
  ['a paragraph', 'docs/x.md', 'It is read\nanew.\n', ['2:1 anew visible']],
  ['code and addresses in a paragraph', 'docs/x.md', 'Use `anew`, [this](https://a.b/anew).\n', []],
  ['a block of JSON', 'docs/x.md', '```json\n{"a": "read anew"}\n```\n', []],
  [
    'a page',
    'web/index.html',
    '<p title="Read anew">anew</p><!-- anew -->',
    ['1:16 anew visible', '1:22 anew visible', '1:35 anew comment'],
  ],
  ['SQL', 'lib/x.sql', "-- Made anew\nSELECT 'anew'\n", ['1:9 anew comment']],
  ['a style sheet', 'web/x.css', '/* Drawn anew */ a::before { content: "anew" }', ['1:10 anew comment']],
  ['YAML', '.github/x.yml', 'a: anew # anew\n', ['1:11 anew comment']],
  ['other files', 'lib/x.json', '{"a": "read anew now"}', []],
])('%s', (_, path, source, expected) => {
  expect(at(path, source)).toEqual(expected);
});

test.each([
  ['the same line', "fail('It is read anew'); // english-ignore: a film's words", []],
  ['the line before', "// english-ignore: a film's words\nfail('It is read anew');", []],
  ['a line farther up', "// english-ignore: a film's words\n\nfail('It is read anew');", ['3:18 anew visible']],
  ['no reason', "fail('It is read anew'); // english-ignore:", ['1:18 anew visible']],
])('an exemption: %s', (_, source, expected) => {
  expect(at('lib/x.ts', source)).toEqual(expected);
});

test('a hit has an excerpt on one line, and an advice', () => {
  expect(hitsOf('lib/x.ts', '/**\n * The key is\n * read anew.\n */')).toEqual([
    expect.objectContaining({ path: 'lib/x.ts', excerpt: 'The key is read anew.', advice: 'again' }),
  ]);
});
