import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { parsePlan } from '../../faults/plan';
import { type Runtime, startRuntime } from '../../runtime';

const none = join(__dirname, 'worker.cjs');
const workers = { transcode: none, recognise: none, speak: none, recommend: none };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runtime-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An assembly with one queue. */
function assembly(): string {
  const path = join(folder, 'cdk.out');
  mkdirSync(path);
  const stack = {
    type: 'aws:cloudformation:stack',
    environment: 'aws://000000000000/eu-west-1',
    properties: { templateFile: 'Films.template.json' },
  };
  writeFileSync(join(path, 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts: { Films: stack } }));
  const template = { Resources: { Films: { Type: 'AWS::SQS::Queue' } } };
  writeFileSync(join(path, 'Films.template.json'), JSON.stringify(template));
  return path;
}

test('a runtime injects the plan that it is given, and sums it up in one line', async () => {
  const faults = parsePlan({ seed: 7, calls: [{ service: 'sqs', kind: 'throttle', rate: 1, times: 2 }] });
  const options = { assembly: assembly(), home: join(folder, 'home'), port: 0, log: () => {}, workers };
  const runtime: Runtime = await startRuntime({ ...options, faults });
  const [queue] = runtime.deployment.resources('AWS::SQS::Queue');
  const sqs = new SQSClient({ endpoint: runtime.addresses.aws, region: 'eu-west-1', credentials: runtime.owner });
  const { $metadata } = await sqs.send(new SendMessageCommand({ QueueUrl: queue?.ref, MessageBody: 'a' }));
  sqs.destroy();
  expect($metadata.attempts).toBe(3);
  expect(runtime.faults?.summary()).toBe(
    'Faults injected by seed 7: of 3 calls 2 throttle; of 0 deliveries of events none',
  );
  await runtime.stop();
});

test('npm start refuses a plan that is not valid, before it deploys anything', () => {
  const plan = join(folder, 'plan.json');
  writeFileSync(plan, '{"seed":1,"calls":[{"kind":"slow","rate":1}]}');
  const source = `
    import { execFileSync } from 'node:child_process';
    import { buildRuntime } from '@omnistream/local';
    const program = await buildRuntime(process.argv[2]);
    try {
      execFileSync(process.execPath, [program], { encoding: 'utf8', stdio: 'pipe' });
    } catch ({ status, stderr }) {
      console.log(status, stderr);
    }
  `;
  const cache = join(__dirname, '..', '..', '..', 'node_modules', '.cache', 'omnistream', `faults-${process.pid}`);
  mkdirSync(cache, { recursive: true });
  const script = join(cache, 'start.mjs');
  writeFileSync(script, source);
  const home = join(folder, 'home');
  const env = {
    ...process.env,
    OMNISTREAM_FAULTS: plan,
    OMNISTREAM_HOME: home,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  try {
    const output = execFileSync(process.execPath, [script, join(cache, 'dist')], { encoding: 'utf8', env });
    expect(output).toContain(`1 OmniStream did not start: The plan of faults ${plan} is not valid: calls.0.kind: `);
  } finally {
    rmSync(cache, { recursive: true });
  }
});
