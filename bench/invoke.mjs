// Measures an Invoke over HTTP of a warm function that does nothing on the laptop, over a direct call.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { median } from './median.mjs';
import { startPlatform } from './platform.mjs';

const warmUps = 50;
const rounds = 300;
const handler = 'exports.handler = async () => {};';

/** Milliseconds, medians. */
export async function benchInvoke(folder) {
  const app = emptyFunction(folder);
  // The only input of the runtime is the folder of an assembly, which has a single function here.
  const platform = await startPlatform(app, process.execPath, [join(folder, 'dist/local.cjs')]);
  try {
    const client = new LambdaClient(platform.aws);
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    const command = new InvokeCommand({ FunctionName: Functions[0].FunctionName, Payload: '{}' });
    const overHttp = await time(() => client.send(command));
    const { exports } = { exports: {} };
    new Function('exports', handler)(exports);
    const direct = await time(() => exports.handler({}));
    return { overHttp, direct };
  } finally {
    await platform.stop();
  }
}

async function time(call) {
  const times = [];
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const startedAt = performance.now();
    await call();
    if (round >= warmUps) times.push(performance.now() - startedAt);
  }
  return median(times);
}

/** A folder with the assembly of an app with one function that does nothing. */
function emptyFunction(folder) {
  const app = join(folder, 'bench-function');
  mkdirSync(join(app, 'code'), { recursive: true });
  writeFileSync(join(app, 'code/index.js'), handler);
  writeFileSync(
    join(app, 'app.cjs'),
    `const { App, Stack } = require(${JSON.stringify(join(folder, 'node_modules/aws-cdk-lib'))});
     const { Code, Function, Runtime } = require(${JSON.stringify(join(folder, 'node_modules/aws-cdk-lib/aws-lambda'))});
     const app = new App();
     new Function(new Stack(app, 'Empty', { env: { region: 'eu-west-1' } }), 'Empty', {
       code: Code.fromAsset('code'),
       handler: 'index.handler',
       runtime: Runtime.NODEJS_24_X,
     });
     app.synth();`,
  );
  const env = { ...process.env, CDK_OUTDIR: 'cdk.out', CDK_VALIDATION: 'false' };
  const { status, stderr } = spawnSync(process.execPath, ['app.cjs'], { cwd: app, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the empty function's app cannot be synthesized:\n${stderr}`);
  return app;
}
