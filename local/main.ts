import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeRecognisers } from './engines/recognise/models';
import { describeVoices } from './engines/speak/engines';
import { resolveDriver } from './engines/transcode/resolve';
import { describeTranslators } from './engines/translate/translator';
import { lockHome } from './kernel/home-lock';
import { openLog } from './log';
import { type Runtime, startRuntime } from './runtime';

/** The laptop's users: one for each group, named after it. */
const demoGroups = ['viewer', 'creator', 'admin'] as const;

/** Made once for each home, so that no two laptops share a password. */
function demoPassword(home: string): string {
  const file = join(home, 'demo-password');
  // Cognito's policy wants lower and upper case, a digit and a symbol; the fixed end gives what chance may not.
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(9).toString('base64url')}-aA1!`, { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

async function addDemoUsers({ deployment, ensureUser }: Runtime, password: string): Promise<string[]> {
  const [pool] = deployment.resources('AWS::Cognito::UserPool');
  if (!pool) return [];
  const emails = demoGroups.map((group) => `${group}@example.com`);
  for (const [index, group] of demoGroups.entries()) {
    await ensureUser(pool.ref, { email: emails[index] as string, password, groups: [group] });
  }
  return emails;
}

async function main(): Promise<void> {
  const home = resolve(process.env.OMNISTREAM_HOME ?? '.omnistream');
  const port = Number(process.env.PORT ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_533) throw new Error(`PORT=${process.env.PORT} is no port`);
  mkdirSync(home, { recursive: true });
  await lockHome(home);
  const log = openLog(join(home, 'runtime.log'), console.error);
  const transcoder = await resolveDriver();
  const worker = (engine: string) => join(__dirname, `${engine}-worker.cjs`);
  const workers = {
    ...{ transcode: worker('transcode'), recognise: worker('recognise'), speak: worker('speak') },
    recommend: worker('recommend'),
  };
  const translators = await describeTranslators();
  const runtime = await startRuntime({
    assembly: resolve(process.env.OMNISTREAM_ASSEMBLY ?? 'cdk.out'),
    home,
    port,
    log,
    workers,
  });
  const password = demoPassword(home);
  const users = await addDemoUsers(runtime, password);

  const { web, api, aws } = runtime.addresses;
  console.log(`OmniStream is ready

  Web        ${web}
  API        ${web}/api   (HTTP API itself: ${api})
  AWS APIs   ${aws}   (AWS_ENDPOINT_URL; access key 'omnistream', secret 'omnistream')
  Users      ${users.join(', ')}
  Password   ${password}

  Engines    transcodes by ${transcoder.description}
             ${describeRecognisers(workers.recognise)}
             ${translators}
             ${describeVoices(workers.speak)}
             recommends by EASE, trained on this machine's own events
  Data       ${home}   (log: runtime.log; clear it by 'npm run reset')`);

  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    console.log(`${signal}: stopping`);
    if (process.env.OMNISTREAM_REPORT_GRANTS) reportGrants(runtime);
    runtime.stop().then(
      () => process.exit(0),
      (error: Error) => {
        console.error(error.message);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
}

/** What roles may do and never did: candidates for a smaller grant. */
function reportGrants({ iam }: Runtime): void {
  const lines = iam
    .unused()
    .map(
      ({ roleArn, actions, resources }) =>
        `  ${roleArn.split('/').at(-1)}: ${actions.join(', ')} on ${resources.join(', ')}`,
    );
  console.log(lines.length ? `Grants never used:\n${lines.join('\n')}` : 'Every grant was used');
}

main().catch((error: NodeJS.ErrnoException) => {
  const hint =
    error.code === 'EADDRINUSE' ? '\nAnother program has the port: choose another by PORT=9080 npm start' : '';
  console.error(`OmniStream did not start: ${error.message}${hint}`);
  process.exit(1);
});
