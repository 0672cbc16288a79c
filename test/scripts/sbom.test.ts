import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
}

test('npm run sbom lists what is deployed and what is not, each with its version', () => {
  execFileSync(process.execPath, ['scripts/sbom.mjs'], { cwd: root });
  const sbom = JSON.parse(readFileSync(join(root, 'dist/sbom.json'), 'utf8'));
  expect([sbom.bomFormat, sbom.specVersion]).toEqual(['CycloneDX', expect.stringMatching(/^1\.\d$/)]);
  const components: Component[] = sbom.components;
  const manifests = ['package.json', 'local/package.json'].map((path) =>
    JSON.parse(readFileSync(join(root, path), 'utf8')),
  );
  const listed = new Set(components.map(({ name, version }) => `${name} ${version}`));
  const wanted = manifests
    .flatMap((manifest) => ['dependencies', 'devDependencies', 'optionalDependencies'].map((kind) => manifest[kind]))
    .flatMap((versions) => Object.entries<string>(versions ?? {}))
    // The workspaces of this repository are not packages of others.
    .filter(([name]) => !name.startsWith('@omnistream/'))
    .map(([name, version]) => `${name} ${version}`);
  expect(wanted.filter((one) => !listed.has(one))).toEqual([]);
  expect(components.filter(({ purl }) => !purl.startsWith('pkg:npm/'))).toEqual([]);
});

test('the page carries the licences of the packages that are in it', () => {
  execFileSync(process.execPath, ['scripts/build.mjs', 'lambda'], { cwd: root });
  const text = readFileSync(join(root, 'dist/lambda/publish-site/site/licenses.txt'), 'utf8');
  expect(text).toMatch(/^hls\.js [\d.]+ \(Apache-2\.0\)$/m);
  expect(text).toContain('Copyright (c) 2017 Dailymotion');
});
