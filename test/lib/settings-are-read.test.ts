import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files that declare settings and give their values. */
const declaring = ['config.ts', 'stages.ts'];

/** Their object is passed whole, to `HostedZone.fromHostedZoneAttributes`. */
const passedWhole = ['Domain.hostedZoneId', 'Domain.zoneName'];

/** The settings of a stage, with the interface that declares them: `Limits.sourceBytes`. */
function settings(source: string): string[] {
  return [...source.matchAll(/^(?:export )?interface (\w+) \{\n([\s\S]*?)^\}/gm)].flatMap(([, name, body = '']) =>
    [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, member]) => `${name}.${member}`),
  );
}

const name = (setting: string) => setting.split('.')[1];

/** The settings that no source names as a property: `limits.sourceBytes`, `const { sourceBytes } = limits`. */
const unread = (declared: readonly string[], sources: string) =>
  declared.filter(
    (setting) => !new RegExp(`\\.${name(setting)}\\b|\\{[^{}:]*\\b${name(setting)}\\b[^{}:]*\\}(?: =|:)`).test(sources),
  );

test('every setting of a stage is read by a stack', () => {
  const declared = settings(readFileSync('lib/config.ts', 'utf8'));
  expect(declared).toEqual(expect.arrayContaining(['Stage.limits', 'Limits.concurrentSessions', 'Domain.zoneName']));
  const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !declaring.includes(file))
    .map((file) => readFileSync(join('lib', file), 'utf8'));
  expect(unread(declared, sources.join('\n'))).toEqual(passedWhole);
});

test('a setting without a reader is named', () => {
  const declared = settings('export interface Limits {\n  readonly read: number;\n  readonly forgotten?: number;\n}\n');
  expect(unread(declared, 'const { read } = stage.limits;')).toEqual(['Limits.forgotten']);
});
