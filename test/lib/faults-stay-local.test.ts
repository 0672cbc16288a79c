import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemblyFolder } from './synthesis';

const root = join(__dirname, '..', '..');
/** Words that only the laptop's faults on demand contain. */
const marks = ['OMNISTREAM_FAULTS', 'FaultPlanError', 'fault on demand'];

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** The files of a folder that contain one of the texts. */
const containing = (files: readonly string[], texts: readonly string[]) =>
  files.filter((file) => {
    const content = readFileSync(file, 'latin1');
    return texts.some((text) => content.includes(text));
  });

test('the marks are those of the laptop', () => {
  const sources = filesBelow(join(root, 'local')).filter((file) => /local\/(main\.ts|faults\/)/.test(file));
  expect(marks.filter((mark) => containing(sources, [mark]).length === 0)).toEqual([]);
});

test.each(['review', 'prod'])('no template and no bundle of the stage %s can inject faults', (stage) => {
  const files = filesBelow(assemblyFolder(stage));
  // The assembly holds what is deployed: its templates, and bundles that read their environment.
  expect(containing(files, ['"AWSTemplateFormatVersion"', 'AWS::Lambda::Function']).length).toBeGreaterThan(0);
  expect(containing(files, ['ASSETS_TABLE']).filter((file) => file.endsWith('.js')).length).toBeGreaterThan(0);
  expect(containing(files, marks)).toEqual([]);
});

test('neither the page nor the command line can', () => {
  const sources = ['web', 'cli', 'lambda', 'lib', 'bin'].flatMap((folder) => filesBelow(join(root, folder)));
  expect(containing(sources, marks)).toEqual([]);
});
