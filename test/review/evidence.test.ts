import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Assembly } from '../../checks';
import type { Source } from '../../review/document';
import { citation } from '../../review/evidence/citation';
import * as evidence from '../../review/evidence/evidence';
import { claim } from '../../review/evidence/evidence';
import { fault, verify } from '../../review/evidence/faults';
import { testTitles } from '../../review/evidence/test-titles';

let root: string;
let source: Source;

const assembly = (stage: string): Assembly => ({
  stage,
  stacks: [
    {
      name: `OmniStream-${stage}-Storage`,
      region: 'eu-west-1',
      terminationProtection: true,
      templateBytes: 0,
      dependsOn: [],
      template: {
        Resources: {
          Content88381566: {
            Type: 'AWS::S3::Bucket',
            DeletionPolicy: 'Retain',
            Properties: { VersioningConfiguration: { Status: 'Enabled' }, Rules: [{ Id: 'a' }, { Id: 'b' }] },
          },
          Uploads4F6EB0FD: { Type: 'AWS::S3::Bucket', Properties: {} },
        },
      },
    },
  ],
});

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'omnistream-evidence-'));
  mkdirSync(join(root, 'test/lib'), { recursive: true });
  writeFileSync(join(root, 'test/lib/a.test.ts'), "describe('a bucket', () => {\n  test('is kept', () => {});\n});\n");
  writeFileSync(join(root, 'a.ts'), 'const limit = 3;\n');
  source = {
    root,
    assemblies: {
      dev: assembly('dev'),
      'dev-drm': assembly('dev-drm'),
      prod: assembly('prod'),
      review: assembly('review'),
    },
  };
});
afterAll(() => rmSync(root, { recursive: true }));

describe('evidence that holds has no fault', () => {
  test.each([
    evidence.test('lib/a', 'is kept'),
    evidence.source('a.ts', 'limit = 3'),
    evidence.noText('a.ts', 'limit = 4'),
    evidence.noText('test', 'is gone'),
    evidence.noFile('b.ts'),
    evidence.template('prod', 'Storage', 'Content', 'VersioningConfiguration.Status', 'Enabled'),
    evidence.template('prod', 'Storage', 'Content', 'Rules.*.Id', 'b'),
    evidence.template('prod', 'Storage', 'Content', 'DeletionPolicy', 'Retain'),
    evidence.noResource('prod', 'AWS::Backup::BackupPlan'),
    evidence.noResource('prod', 'AWS::S3::Bucket', 'Api'),
    evidence.noProperty('prod', 'Storage', 'Uploads', 'VersioningConfiguration'),
  ])('$kind', (each) => {
    expect(fault(each, source)).toBeUndefined();
  });
});

describe('evidence that does not hold is named with its place', () => {
  test.each([
    [evidence.test('lib/a', 'is gone'), "test/lib/a.test.ts has no test 'is gone'"],
    [evidence.test('lib/b', 'is kept'), 'there is no file test/lib/b.test.ts'],
    [evidence.test('lib/a', 'a bucket'), "test/lib/a.test.ts has no test 'a bucket'"],
    [evidence.source('a.ts', 'limit = 4'), "a.ts does not contain 'limit = 4'"],
    [evidence.noText('a.ts', 'limit'), "a.ts contains 'limit'"],
    [evidence.noText('test', 'is kept'), "test/lib/a.test.ts contains 'is kept'"],
    [evidence.noText('c', 'x'), 'there is no file c'],
    [evidence.noFile('a.ts'), 'a.ts exists'],
    [evidence.template('prod', 'Storage', 'Lake', 'Rules'), 'stack Storage of stage prod has no Lake'],
    [evidence.template('prod', 'Storage', 'Content', 'Tags'), 'Storage/Content88381566 of stage prod has no Tags'],
    [
      evidence.template('prod', 'Storage', 'Content', 'DeletionPolicy', 'Delete'),
      'Storage/Content88381566 of stage prod: DeletionPolicy is "Retain", and not "Delete"',
    ],
    [
      evidence.template('prod', 'Storage', 'AWS::S3::Bucket', 'DeletionPolicy'),
      'Storage/Uploads4F6EB0FD of stage prod has no DeletionPolicy',
    ],
    [
      evidence.noResource('prod', 'AWS::S3::Bucket'),
      'stage prod has OmniStream-prod-Storage/Content88381566, of AWS::S3::Bucket',
    ],
    [
      evidence.noProperty('prod', 'Storage', 'Content', 'VersioningConfiguration'),
      'Storage/Content88381566 of stage prod has VersioningConfiguration',
    ],
  ])('%j', (each, expected) => {
    expect(fault(each, source)).toBe(expected);
  });
});

test('all faults of a document are reported at once, each with its claim', () => {
  const claims = [
    claim('Films are kept.', evidence.test('lib/a', 'is gone'), evidence.test('lib/a', 'is kept')),
    claim('Uploads are kept.', evidence.noFile('a.ts')),
  ];
  expect(() => verify('docs/x.md', claims, source)).toThrow(
    'docs/x.md: "Films are kept.…": test/lib/a.test.ts has no test \'is gone\'\ndocs/x.md: "Uploads are kept.…": a.ts exists',
  );
});

test('a test is cited with what it is part of, and linked from where the document lies', () => {
  expect(citation(evidence.test('lib/a', 'is kept'), { document: 'docs/review/x.md', root })).toBe(
    'test [a bucket › is kept](../../test/lib/a.test.ts)',
  );
});

describe('titles of tests', () => {
  test('are found in every form of call, with what is around them', () => {
    const text = `
describe('a film', () => {
  test("it's one", async () => {});
  needs('chromium').test.each(['hls'] as const)(
    'plays in %s',
    async () => {},
  );
  test.each([
    [1, test],
  ])('of a table', () => {});
});
describe.each([
  ['x'],
])('%s', () => {
  it('is %i', () => {});
});
test('alone', () => {});
`;
    expect(testTitles(text).map(({ title, within }) => [...within, title].join(' › '))).toEqual([
      "a film › it's one",
      'a film › plays in %s',
      'a film › of a table',
      'is %i',
      'alone',
    ]);
  });

  test('are no other texts that functions are called with', () => {
    expect(testTitles("const a = b(c)('not a test', 1);\nneeds('x');\n")).toEqual([]);
  });
});
