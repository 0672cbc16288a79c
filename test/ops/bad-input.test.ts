import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** An assembly of one stack in a region. */
function assembly(region: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const properties = { templateFile: 'one.json' };
  const artifact = { type: 'aws:cloudformation:stack', environment: `aws://unknown-account/${region}`, properties };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts: { 'OmniStream-dev-One': artifact } }));
  writeFileSync(join(folder, 'one.json'), JSON.stringify({ Resources: {} }));
  return folder;
}

/** No file, no variable and no instance of this machine may lend it credentials. */
const bare = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
  ...{ AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
};

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/ops.mjs', ...args], {
    ...{ cwd: root, encoding: 'utf8' },
    env: { ...bare, ...env },
  });
  return { status, stdout, stderr: stderr.trim() };
}

/** Expects one line with instructions and without internals of the program. */
function expectOneLine({ stderr, stdout }: { stderr: string; stdout: string }, text: RegExp): void {
  expect(stderr).toMatch(text);
  expect(stderr.split('\n')).toHaveLength(1);
  expect(stdout + stderr).not.toMatch(/^\s+at /m);
}

const prefix = ['prefix', 'content', 'a1/', '--at', '2026-03-01T10:15:00Z'];

describe.each([
  ['preflight', 'preflight', []],
  ['teardown', 'teardown', []],
  ['recover', 'recovery', prefix],
])('%s', (name, command, rest) => {
  test('without credentials says so', () => {
    const result = run([command, 'dev', ...rest, '--assembly', assembly('eu-west-1')]);
    expectOneLine(result, /^There are no AWS credentials\. Sign in/);
    expect(result.status).toBe(1);
  });

  test('in a region that does not exist says so', () => {
    const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
    const result = run([command, 'dev', ...rest, '--assembly', assembly('eu-nowhere-9')], keys);
    expectOneLine(result, /^The region 'eu-nowhere-9' cannot be reached\. Check its name/);
    expect(result.status).toBe(1);
  });

  test('of a stage that does not exist lists those that do', () => {
    const result = run([command, 'nope', ...rest]);
    expectOneLine(result, /nope.*\bdev\b/);
    expect(result.status).toBe(1);
  });

  test('without a stage, or with an unknown option, explains how it is used', () => {
    for (const words of [[], ['dev', '--assembly', 'x', '--force', 'yes']]) {
      const { status, stderr } = run([command, ...words]);
      expect(stderr).toContain(`Usage: npm run ${name} -- STAGE`);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(status).toBe(2);
    }
  });
});

test('credentials that AWS rejects are reported', async () => {
  // The response of STS to an unknown key: https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
  const body =
    '<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code>' +
    '<Message>The security token included in the request is invalid.</Message></Error></ErrorResponse>';
  const server = createServer((_request, response) =>
    response.writeHead(403, { 'content-type': 'text/xml' }).end(body),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, ['scripts/ops.mjs', 'preflight', 'dev', '--assembly', assembly('eu-west-1')], {
    cwd: root,
    env: { ...bare, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_ENDPOINT_URL: endpoint },
  });
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => {
    stderr += text;
  });
  await new Promise((done) => child.once('close', done));
  server.close();
  expect(stderr.trim()).toBe('AWS rejected the credentials (InvalidClientTokenId). Sign in again.');
});
