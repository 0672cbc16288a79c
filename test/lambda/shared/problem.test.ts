import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { invalid, notFound, Problem } from '../../../lambda/shared/problem';
import { problems } from '../../../lambda/shared/problems';

test('a document has the type, title and status of its kind, and what is of this request', () => {
  const problem = new Problem('too-many-sessions', 'Close a film.', { members: { limit: 3 } });
  expect(problem.document('request-1')).toEqual({
    type: 'urn:omnistream:problem:too-many-sessions',
    title: 'Too many open films',
    status: 409,
    detail: 'Close a film.',
    instance: 'request-1',
    limit: 3,
  });
});

test('a kind that passes names the seconds to wait for', () => {
  expect(new Problem('busy', 'Wait.').headers).toEqual({ 'retry-after': '1' });
  expect(invalid([{ pointer: '#/size', detail: 'is missing' }]).headers).toEqual({});
});

test('a missing asset and a missing upload are problems of their own', () => {
  expect([notFound('asset', 'a').name, notFound('upload', 'a').name]).toEqual(['asset-not-found', 'upload-not-found']);
});

test('every kind of problem is used', () => {
  const files = readdirSync(resolve('lambda'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.ts$/.test(file),
  );
  const sources = files
    .filter((file) => file !== join('shared', 'problems.ts'))
    .map((file) => readFileSync(join('lambda', file), 'utf8'))
    .join('\n');
  // `notFound` makes a name from the kind of thing.
  const isUsed = (name: string) =>
    sources.includes(`'${name}'`) || sources.includes(`'${name.replace(/-not-found$/, '')}'`);
  expect(Object.keys(problems).filter((name) => !isUsed(name))).toEqual([]);
});
