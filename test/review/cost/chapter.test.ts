import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { examples } from '../../../cost/examples';
import { cost } from '../../../review/cost/chapter';
import type { Document } from '../../../review/document';
import { synthesizedAssembly } from '../../checks/synthesized-assembly';

const prod = synthesizedAssembly('prod');
const source = {
  assemblies: { dev: synthesizedAssembly('dev'), 'dev-drm': prod, prod, review: prod },
  root: process.cwd(),
};

let documents: readonly Document[];
let text: string;
beforeAll(async () => {
  documents = await cost(source);
  text = String(documents.find(({ path }) => path === 'docs/cost.md')?.content);
});

test('the same templates give the same document', async () => {
  expect(await cost(source)).toEqual(documents);
});

test('every link of the document leads to a file that is there, or that is written with it', () => {
  const paths = [...text.matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, path = '']) => join('docs', path));
  expect(paths.length).toBeGreaterThan(5);
  const written = documents.map(({ path }) => path);
  expect(paths.filter((path) => !written.includes(path) && !existsSync(path))).toEqual([]);
});

test('the examples are the same in the tables and in the chart', () => {
  const chart = String(documents.find(({ path }) => path === 'docs/cost/examples.svg')?.content);
  const [, ...totals] =
    /^\| \*\*total\*\* \| \*\*([\d,.]+) .*?\*\* \| \*\*([\d,.]+) .*?\*\* \| \*\*([\d,.]+) /m.exec(text) ?? [];
  expect(totals).toHaveLength(3);
  for (const [at, { name }] of examples.entries()) expect(chart).toContain(`${name}: ${totals[at]} USD a month`);
});

test('no price is shown as nothing: it is unknown, or more than 0', () => {
  const [, prices = ''] = text.split('## Prices');
  const cells = prices
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(' | ')[3] ?? '');
  expect(cells.filter((cell) => /^0$|NaN|undefined|^\s*$/.test(cell))).toEqual([]);
  expect(cells).toContain('**unknown**');
});
