import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { proseFiles, readProse } from './files';
import { type Hit, hitsOf } from './hits';
import { type Counts, count, type Difference, differences, folderOf, lowered } from './ratchet';

/** The numbers of hits that remain from before the check. User-visible text is to reach 0. */
const ratchetFile = 'checks/english/ratchet.json';

/**
 * Checks the prose of the repository. With paths, lists their hits; without, compares the counts with
 * `ratchet.json`, and `--update` lowers the numbers in it.
 * @param cwd the folder that paths are relative to
 * @returns the exit status: 0, 1 for findings, 2 for wrong arguments
 */
export function run(args: readonly string[], root: string, cwd: string): number {
  const options = args.filter((arg) => arg.startsWith('-'));
  const paths = args.filter((arg) => !arg.startsWith('-')).map((path) => within(root, resolve(cwd, path)));
  if (options.some((option) => !['--update', '--visible'].includes(option))) {
    console.error('usage: node scripts/english.mjs [--update] [--visible] [PATHS…]');
    return 2;
  }
  const files = paths.length === 0 ? proseFiles(root) : [...new Set(paths.flatMap((path) => proseFiles(root, path)))];
  const hits = files.flatMap((path) => hitsOf(path, readProse(root, path)));
  if (paths.length > 0) return list(options.includes('--visible') ? hits.filter(isVisible) : hits);
  return hold(root, hits, options.includes('--update'));
}

function isVisible({ audience }: Hit): boolean {
  return audience === 'visible';
}

function list(hits: readonly Hit[]): number {
  for (const [title, some] of [
    ['User-visible text', hits.filter(isVisible)],
    ['Comments', hits.filter((hit) => !isVisible(hit))],
  ] as const) {
    if (some.length > 0) console.log(`${title}: ${some.length}\n${some.map(line).join('\n')}\n`);
  }
  const visible = hits.filter(isVisible).length;
  console.log(`${visible} in user-visible text, ${hits.length - visible} in comments`);
  return hits.length > 0 ? 1 : 0;
}

function line({ path, line: row, column, pattern, excerpt, advice }: Hit): string {
  return `${path}:${row}:${column} ${pattern}  “${excerpt}” → ${advice}`;
}

function hold(root: string, hits: readonly Hit[], update: boolean): number {
  const file = join(root, ratchetFile);
  const { goal, ...before } = JSON.parse(readFileSync(file, 'utf8')) as Counts & { goal: string };
  const found = count(hits);
  const allowed = update ? lowered(before, found) : before;
  if (update) writeFileSync(file, `${JSON.stringify({ goal, ...allowed }, null, 2)}\n`);
  const wrong = differences(allowed, found);
  for (const difference of wrong) explain(difference, hits);
  const total = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((sum, n) => sum + n, 0);
  console.log(`Plain English: ${total(found.visible)} hits in user-visible text, ${total(found.comment)} in comments`);
  return wrong.length > 0 ? 1 : 0;
}

function explain({ audience, folder, allowed, found }: Difference, hits: readonly Hit[]): void {
  const what = `${audience === 'visible' ? 'user-visible text' : 'comments'} of ${folder}`;
  if (found < allowed) {
    console.log(`${what}: lower the number from ${allowed} to ${found} in ${ratchetFile} (or run with --update)`);
    return;
  }
  const some = hits.filter((hit) => hit.audience === audience && folderOf(hit.path) === folder);
  console.log(
    `${what}: ${found} hits, ${allowed} allowed; at least one of these is new\n${some.map(line).join('\n')}\n`,
  );
}

function within(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}
