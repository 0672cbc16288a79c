import { readArguments } from '../../cli/arguments';

const address = (argv: readonly string[], env: NodeJS.ProcessEnv) => {
  const read = readArguments(argv, env);
  return read === 'help' ? undefined : read.api.href;
};

test.each([
  [
    'the option',
    ['assets', '--api', 'https://a.example.com'],
    { OMNISTREAM_API: 'https://b.example.com' },
    'https://a.example.com/',
  ],
  ['OMNISTREAM_API', ['assets'], { OMNISTREAM_API: 'https://b.example.com' }, 'https://b.example.com/'],
  ['the laptop', ['assets'], {}, 'http://127.0.0.1:8080/'],
  ['the laptop, as for a variable without a value', ['assets'], { OMNISTREAM_API: '' }, 'http://127.0.0.1:8080/'],
])('the address of the deployment is that of %s', (_, argv, env, expected) => {
  expect(address(argv, env)).toBe(expected);
});

test('an address of another kind is refused by name', () => {
  expect(() => address(['assets'], { OMNISTREAM_API: 'ftp://b' })).toThrow('OMNISTREAM_API');
});
