import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findRecognisers } from '../engines/recognise/models';
import { findSpeakers } from '../engines/speak/engines';

/**
 * Programs that some tests need and that `npm ci` does not install. `.ci/run` installs all of them.
 * `$OMNISTREAM_TESTS_WITHOUT` hides some, or `all`, to see what a machine without them runs.
 */
const tools = {
  chromium: {
    isHere: () => chromiumPath() !== undefined,
    install: 'apt-get install chromium, or name a browser by CHROMIUM_PATH',
  },
  apertium: {
    isHere: () => {
      const { stdout } = spawnSync('apertium', ['-l'], { encoding: 'utf8' });
      return ['eng-spa', 'es-fr', 'spa-ita'].every((mode) => stdout?.includes(mode));
    },
    install: 'apt-get install apertium apertium-eng-spa apertium-fr-es apertium-spa-ita apertium-es-pt',
  },
  pico: {
    isHere: () => findSpeakers(anyFile, {}).pico.length > 0,
    install: "apt-get install libttspico-data, of Debian's section non-free",
  },
  vosk: {
    isHere: () => {
      const { library, models } = findRecognisers(anyFile, {});
      return library !== undefined && models.length > 0;
    },
    install: 'npm ci --include=optional; Vosk is made for x64, and for macOS on arm64',
  },
  moto: { isHere: () => runs('moto_server', '--help'), install: 'pip install "moto[server]"' },
  botocore: { isHere: () => runs('python3', '-c', 'import botocore.signers'), install: 'pip install botocore' },
  openssl: { isHere: () => runs('openssl', 'version'), install: 'apt-get install openssl' },
  njs: { isHere: () => runs('njs', '-v'), install: 'apt-get install njs' },
  script: { isHere: () => runs('script', '-qec', 'true', '/dev/null'), install: 'apt-get install bsdutils' },
  procfs: { isHere: () => existsSync('/proc/self/stat'), install: 'run the tests on Linux' },
} as const;

export type Tool = keyof typeof tools;

/** Where packages are looked for, as the engines do from their bundles. */
const anyFile = join(__dirname, 'needs.ts');

const runs = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** The browser of the tests: `$CHROMIUM_PATH`, or the first one on the path. */
export function chromiumPath(): string | undefined {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  if (CHROMIUM_PATH) return existsSync(CHROMIUM_PATH) ? CHROMIUM_PATH : undefined;
  return ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

const hidden = (process.env.OMNISTREAM_TESTS_WITHOUT ?? '').split(',');
const known = new Map<Tool, boolean>();

export function has(tool: Tool): boolean {
  const found = known.get(tool);
  if (found !== undefined) return found;
  const isHere = !hidden.includes(tool) && !hidden.includes('all') && tools[tool].isHere();
  known.set(tool, isHere);
  return isHere;
}

/**
 * Jest's `test` and `describe` for tests that need these tools. If one is missing, they skip, and the name of each skipped
 * test contains the missing tool and the command that installs it: the summary at the end of a run is made from these names, by
 * `skipped-reporter.mjs`.
 */
export function needs(...wanted: Tool[]): { readonly test: jest.It; readonly describe: jest.Describe } {
  const missing = wanted.filter((tool) => !has(tool));
  if (missing.length === 0) return { test, describe };
  const suffix = missing.map((tool) => ` [needs ${tool}: ${tools[tool].install}]`).join('');
  const skipped = <Block extends jest.It | jest.Describe>(skip: Block): Block => {
    const named = (name: string, ...rest: never[]) =>
      (skip as (...args: unknown[]) => void)(`${name}${suffix}`, ...rest);
    const each = (...table: unknown[]) => {
      const rows = (skip.each as (...args: unknown[]) => (...args: unknown[]) => void)(...table);
      // A `%` of the installation's text would be taken for a place of the table's values; there is none.
      return (name: string, ...rest: unknown[]) => rows(`${name}${suffix}`, ...rest);
    };
    return Object.assign(named, { each, skip: named }) as unknown as Block;
  };
  return { test: skipped(test.skip as jest.It), describe: skipped(describe.skip as jest.Describe) };
}
