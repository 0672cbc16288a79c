// `npm run sbom`: every package of the lock file, with version, licence and checksum, as CycloneDX: dist/sbom.json.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
// The list uses only the lock file, so it is the same on every platform. On Windows, npm is a shell script.
const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
const { status, stdout, stderr, error } = spawnSync('npm', args, {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
  shell: process.platform === 'win32',
});
if (status !== 0) {
  console.error(`npm sbom failed: ${error?.message ?? stderr.trim()}`);
  process.exit(1);
}
const { components } = JSON.parse(stdout);
mkdirSync(resolve(root, 'dist'), { recursive: true });
writeFileSync(resolve(root, 'dist/sbom.json'), stdout);
console.log(`dist/sbom.json: ${components.length} packages`);
