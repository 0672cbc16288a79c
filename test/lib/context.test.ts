import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { contextKeys, stageIn } from '../../lib/context';
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

test.each([
  [['-c', 'stage=nope'], /^There is no stage 'nope'\. Choose one of: dev, dev-drm, prod, review$/m],
  [['-c', 'drm=own'], /^The context has 'drm', which nothing reads\. Known keys: stage, /m],
  [['-c', 'primaryRegion=mars-1'], /^Stage 'dev' cannot be deployed: region: 'mars-1' is not an AWS region$/m],
  [['-c', 'maxRecommenders=all'], /^Stage 'dev' cannot be deployed: maxRecommenders: must be a whole number$/m],
  [['-c', 'quickSightPrincipal=me'], /^Stage 'dev' cannot be deployed: quickSightPrincipal: must be the ARN/m],
])('`cdk synth %s` is refused in one line', (args, message) => {
  const { status, stderr } = spawnSync('npx', ['cdk', 'synth', '--quiet', ...args], { encoding: 'utf8' });
  expect(status).not.toBe(0);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});
