import { log } from '../../../lambda/shared/log';

function written(write: () => void): Record<string, unknown>[] {
  const lines: string[] = [];
  const console_ = jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  write();
  console_.mockRestore();
  return lines.map((line) => JSON.parse(line));
}

test('a line is one JSON object with its level', () => {
  expect(written(() => log.warn('careful', { assetId: 'a' }))).toEqual([
    expect.objectContaining({ level: 'WARN', message: 'careful', assetId: 'a' }),
  ]);
});

test('secrets are redacted, however deep', () => {
  const [line] = written(() => log.info('x', { taskToken: 't', input: { Authorization: 'b', signedUrl: 'u' } }));
  expect(line).toMatchObject({
    taskToken: '[redacted]',
    input: { Authorization: '[redacted]', signedUrl: '[redacted]' },
  });
});

test('errors are told with name and message', () => {
  const [line] = written(() => log.error('x', { error: new TypeError('bad') }));
  expect(line).toMatchObject({ error: { name: 'TypeError', message: 'bad' } });
});
