import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextKeys, stageIn } from '../../lib/context';
import { stages } from '../../lib/stages';
import { omnistreamTemplates } from './synthesis';

const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
const readme = readFileSync('README.md', 'utf8');
const principal = 'arn:aws:quicksight:eu-west-1:123456789012:user/default/reader';

/** A value of each key that is not the default. */
const others: Readonly<Record<(typeof contextKeys)[number], string>> = {
  stage: 'prod',
  primaryRegion: 'us-west-2',
  replicaRegion: 'ap-south-1',
  quickSightPrincipal: principal,
  maxRecommenders: '2',
  emailFrom: 'films@example.com',
  canary: '15',
};

test('the README names every key, and none that nothing reads', () => {
  const named = new Set([...readme.matchAll(/-c (\w+)=/g)].map(([, key]) => key));
  expect([...named].sort()).toEqual([...contextKeys].sort());
});

describe('each key changes the assembly', () => {
  const before = omnistreamTemplates(stageIn(context));
  test.each(contextKeys)('%s', (key) => {
    const after = omnistreamTemplates(stageIn({ ...context, [key]: others[key] }));
    expect(after).not.toEqual(before);
  });
});

test('stacks and their data are in the regions that were asked for', () => {
  const { region, replicaRegion } = stageIn({ ...context, primaryRegion: 'us-west-2', replicaRegion: 'ap-south-1' });
  expect([region, replicaRegion]).toEqual(['us-west-2', 'ap-south-1']);
  const regions = omnistreamTemplates(stageIn({ ...context, primaryRegion: 'us-west-2', replicaRegion: 'ap-south-1' }));
  const placed = Object.entries(regions).map(([name, { region: where }]) => `${name} ${where}`);
  expect(placed.filter((line) => /^(edge|edgeLogs) /.test(line))).toEqual(['edge us-east-1', 'edgeLogs us-east-1']);
  expect(placed.filter((line) => line.startsWith('replica '))).toEqual(['replica ap-south-1']);
  for (const line of placed) expect(line).toMatch(/ (us-west-2|ap-south-1|us-east-1)$/);
  expect(JSON.stringify(regions)).not.toMatch(/eu-west-1|eu-central-1/);
});

/** What `cdk synth` runs for these values of the context; the CLI adds nothing but its own start. */
function synthesize(more: Readonly<Record<string, string>>) {
  const CDK_CONTEXT_JSON = JSON.stringify({ ...context, ...more });
  const env = { ...process.env, CDK_CONTEXT_JSON, CDK_OUTDIR: mkdtempSync(join(tmpdir(), 'omnistream-context-')) };
  return spawnSync(process.execPath, ['dist/app.cjs'], { encoding: 'utf8', env });
}

describe('what cannot be deployed is refused in one line', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['scripts/build.mjs', 'app']);
  });

  test.each([
    [
      'stage',
      'nope',
      new RegExp(`^There is no stage 'nope'\\. Choose one of: ${Object.keys(stages).join(', ')}$`, 'm'),
    ],
    ['primaryRegion', 'mars-1', /^Stage 'dev' cannot be deployed: region: 'mars-1' is not an AWS region$/m],
    ['maxRecommenders', 'all', /^Stage 'dev' cannot be deployed: maxRecommenders: must be a whole number$/m],
    ['quickSightPrincipal', 'me', /^Stage 'dev' cannot be deployed: quickSightPrincipal: must be the ARN/m],
  ])('-c %s=%s', (key, value, message) => {
    const { status, stderr } = synthesize({ [key]: value });
    expect(status).not.toBe(0);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('npx cdk synth -c drm=own', () => {
    const { status, stderr } = spawnSync('npx', ['cdk', 'synth', '--quiet', '-c', 'drm=own'], { encoding: 'utf8' });
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/^The context has 'drm', which nothing reads\. Known keys: stage, /m);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
