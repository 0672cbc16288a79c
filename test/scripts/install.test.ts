import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
interface Package {
  readonly hasInstallScript?: boolean;
  /** Inside the archive of the package around it, and so under that one's checksum. */
  readonly inBundle?: boolean;
  readonly integrity?: string;
  /** A workspace of this repository. */
  readonly link?: boolean;
}
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Package> };
const nameOf = (path: string) => path.replace(/^.*node_modules\//, '');

/** The rows of a table in docs/dependencies.md: the package's name, and the rest of its row. */
function rowsBelow(heading: string): Map<string, string> {
  const section =
    read('docs/dependencies.md')
      .split(/^## /m)
      .find((text) => text.startsWith(heading)) ?? '';
  return new Map(
    [...section.matchAll(/^\| `([^`]+)` *\|(.*)\|$/gm)].map(([, name, rest]) => [name as string, rest as string]),
  );
}

test('npm runs no script of any package at install, here and in a clone', () => {
  expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
  // What npm makes of all its files, the environment and the options together.
  const env = { ...process.env, npm_config_ignore_scripts: undefined };
  const npm = (...args: string[]) =>
    execFileSync('npm', args, { cwd: root, env, encoding: 'utf8', shell: true }).trim();
  expect(npm('config', 'get', 'ignore-scripts')).toBe('true');
});

test('every package that has such a script is listed with what the script does, and works without it', () => {
  const withScript = Object.keys(packages).filter((path) => packages[path]?.hasInstallScript);
  const listed = rowsBelow('Nothing runs or downloads at install');
  expect([...new Set(withScript.map(nameOf))].sort()).toEqual([...listed.keys()].sort());
});

test('what those scripts would have prepared is there, from packages of the lock file', () => {
  const require = createRequire(join(root, 'package.json'));
  expect(require('esbuild').transformSync('let a: number = 1', { loader: 'ts' }).code).toBe('let a = 1;\n');
  expect(require('@swc/core').transformSync('let a', { jsc: { target: 'es2022' } }).code).toBe('let a;\n');
  expect(typeof require('classic-level').ClassicLevel).toBe('function');
  expect(require('unrs-resolver').sync(root, './package.json').path).toBe(join(root, 'package.json'));
});

test('every package is pinned by a checksum', () => {
  const unpinned = Object.entries(packages).filter(
    ([path, { integrity, inBundle, link }]) => path.includes('node_modules/') && !link && !integrity && !inBundle,
  );
  expect(unpinned.map(([path]) => path)).toEqual([]);
});

test('no script of this project counts on one that npm runs before or after it, since those are off as well', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  expect(
    Object.keys(scripts).filter((name) => /^(pre|post)(?!$)/.test(name) && name.replace(/^(pre|post)/, '') in scripts),
  ).toEqual([]);
  expect(['preinstall', 'install', 'postinstall', 'prepare'].filter((name) => name in scripts)).toEqual([]);
});
