import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
const quiet = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

/** Runs a module of JavaScript in a process of its own, where packages are found. Returns what it prints. */
function run(source: string): string {
  const folder = join(__dirname, '..', '..', 'node_modules', '.cache', 'omnistream', 'test');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `readme-${process.pid}.mjs`);
  writeFileSync(file, source);
  try {
    return execFileSync(process.execPath, [file], { encoding: 'utf8', env: quiet });
  } finally {
    rmSync(file);
  }
}

const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, example = '']) => example);

test.each(examples)('an example of the README runs, and prints what it says: %#', (example) => {
  const lines = example.trim().split('\n');
  const imports = lines.filter((line) => line.startsWith('import '));
  const rest = lines.filter((line) => !line.startsWith('import '));
  const contents = [...imports, 'void (async () => {', ...rest, '})();'].join('\n');
  const [, printed] = /console\.log\(.*\); \/\/ (.*)$/m.exec(example) ?? [];
  const output = run(`
    import { execFileSync } from 'node:child_process';
    import { bundleOptions } from '@omnistream/local';
    import { build } from 'esbuild';
    const outfile = import.meta.filename?.replace('.mjs', '.cjs') ?? process.argv[1].replace('.mjs', '.cjs');
    const stdin = { contents: ${JSON.stringify(contents)}, loader: 'ts', resolveDir: process.cwd() };
    await build({ ...bundleOptions, stdin, outfile });
    process.stdout.write(execFileSync(process.execPath, [outfile], { encoding: 'utf8' }));
  `);
  expect(output.trim()).toBe(printed);
});

test('the runtime starts on an assembly, and stops', () => {
  const folder = mkdtempSync(join(tmpdir(), 'runtime-'));
  const assembly = join(folder, 'cdk.out');
  mkdirSync(assembly);
  const stack = {
    type: 'aws:cloudformation:stack',
    environment: 'aws://000000000000/eu-west-1',
    properties: { templateFile: 'Films.template.json' },
  };
  writeFileSync(join(assembly, 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts: { Films: stack } }));
  const template = { Resources: { Films: { Type: 'AWS::SQS::Queue' } } };
  writeFileSync(join(assembly, 'Films.template.json'), JSON.stringify(template));
  const output = run(`
    import { startRuntime } from '@omnistream/local';
    const runtime = await startRuntime(${JSON.stringify({ assembly, home: join(folder, 'home') })});
    const [queue] = runtime.deployment.resources('AWS::SQS::Queue');
    console.log(queue.ref.startsWith(runtime.addresses.aws));
    await runtime.stop();
  `);
  rmSync(folder, { recursive: true });
  expect(output.trim()).toBe('true');
});
