import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readAssembly } from '../checks';
import { chapters } from './chapters';
import type { Document, Source } from './document';

/** `npm run review`: writes the review pack. With `--check`, compares it with the existing files. */
async function main() {
  const { values } = parseArgs({
    options: { check: { type: 'boolean', default: false }, assemblies: { type: 'string' } },
  });
  const folder = values.assemblies ?? 'dist/review';
  const stage = (name: string) => readAssembly(name, join(folder, name));
  const source: Source = {
    assemblies: { dev: stage('dev'), 'dev-drm': stage('dev-drm'), prod: stage('prod'), review: stage('review') },
    root: process.cwd(),
  };
  const written = await Promise.allSettled(chapters.map(async (chapter) => chapter(source)));
  const faults = written.filter((one) => one.status === 'rejected').map(({ reason }) => reason);
  if (faults.length > 0) throw new Error(faults.map((fault) => fault.message).join('\n'));
  const documents = written.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  const stale = documents.filter((document) => !isCurrent(document));
  if (values.check) {
    for (const { path } of stale) console.error(`✗ ${path} is out of date. Run npm run review`);
    console.log(`review pack: ${documents.length} files, ${stale.length} stale`);
    process.exitCode = stale.length === 0 ? 0 : 1;
    return;
  }
  for (const { path, content } of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    console.log(path);
  }
  console.log(`review pack: ${documents.length} files, ${stale.length} written`);
}

function isCurrent({ path, content }: Document): boolean {
  return existsSync(path) && readFileSync(path).equals(Buffer.from(content));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
