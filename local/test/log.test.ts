import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '../log';

test('what IAM reports is printed once a minute, and logged each time; other lines are logged only', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'log-')), 'runtime.log');
  const printed: string[] = [];
  const log = openLog(file, (line) => printed.push(line));
  const denial = 'AccessDenied: role film may not do s3:GetObject on arn:aws:s3:::bucket/key';
  log('iam', denial, { role: 'film' });
  log('iam', denial);
  log('iam', 'AccessDenied: role film may not do s3:PutObject on arn:aws:s3:::bucket/key');
  log('s3', 'an object was replicated');
  expect(printed).toEqual([denial, expect.stringContaining('s3:PutObject')]);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).service)).toEqual(['iam', 'iam', 'iam', 's3']);
});

test('what is printed cannot control the terminal', () => {
  const printed: string[] = [];
  const log = openLog(join(mkdtempSync(join(tmpdir(), 'log-')), 'runtime.log'), (line) => printed.push(line));
  log('iam', 'AccessDenied: on arn:aws:s3:::b/\u001b[2J\u009b2J\u202e\r\n\u{e0041}');
  expect(printed).toEqual([
    String.raw`AccessDenied: on arn:aws:s3:::b/\u001b[2J\u009b2J\u202e\u000d\u000a\udb40\udc41`,
  ]);
});

test('lines of earlier processes are kept for 30 days', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'log-')), 'runtime.log');
  const line = (days: number) => {
    const time = new Date(Date.now() - days * 86_400_000).toISOString();
    return JSON.stringify({ time, service: 's3', message: `${days} days ago` });
  };
  const read = () => (readFileSync(file, 'utf8').match(/\d+ days ago|new/g) ?? []).join(', ');
  writeFileSync(file, `${[line(32), 'a part of a li', line(31), line(29), line(1)].join('\n')}\n`);
  openLog(file, () => {})('s3', 'new');
  expect(read()).toBe('29 days ago, 1 days ago, new');
  writeFileSync(file, `${line(31)}\n`);
  openLog(file, () => {})('s3', 'new');
  expect(read()).toBe('new');
});

test('a file that cannot be written does not end the runtime: the lines are counted, and the loss is reported once', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'log-')), 'runtime.log');
  // The file's name is taken by a folder, which no user can write to, root included.
  mkdirSync(file);
  const printed: string[] = [];
  const log = openLog(file, (line) => printed.push(line));
  for (const key of ['a', 'b', 'c']) log('s3', `an object was replicated: ${key}`);
  expect(printed).toEqual([expect.stringMatching(/^The log .*runtime\.log cannot be written, .*EISDIR/)]);
  rmdirSync(file);
  log('s3', 'an object was replicated: d');
  expect(printed.slice(1)).toEqual(['The log can be written again. 3 of its lines were lost.']);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ service: 'log', lines: 3 }),
    expect.objectContaining({ service: 's3', message: 'an object was replicated: d' }),
  ]);
});
