import { randomBytes } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describeLimits } from './engines/limits/describe-limits';
import { describeRecognisers } from './engines/recognise/models';
import { describeVoices } from './engines/speak/engines';
import { resolveDriver } from './engines/transcode/resolve';
import { describeTranslators, Translator } from './engines/translate/translator';
import { type FaultPlan, readPlan } from './faults/plan';
import { ownerProfile } from './iam/owner-keys';
import { isDiskFault } from './kernel/disk-fault';
import { lockHome } from './kernel/home-lock';
import { checkInventory, recordInventory } from './kernel/inventory';
import { stopWithNpm } from './kernel/parent';
import { makePrivate } from './kernel/private-files';
import { requireWritable } from './kernel/writable-home';
import { daysLater } from './later';
import { openLog } from './log';
import { type Runtime, startRuntime } from './runtime';

/** The laptop's users: one for each group, named after it. */
const demoGroups = ['viewer', 'creator', 'admin'] as const;

/** Made once for each home, so that no two laptops share a password. */
function demoPassword(home: string): string {
  const file = join(home, 'demo-password');
  // Cognito's policy requires lower and upper case, a digit and a symbol; the fixed ending contains all of them.
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

const home = resolve(process.env.OMNISTREAM_HOME ?? '.omnistream');
const data = join(home, 'data');
const log = openLog(join(home, 'runtime.log'), console.error);
/** Each step of the start, for `scripts/start.mjs` to show; none once the runtime is ready. */
const onStep = (step?: string) => channel('omnistream:start').publish({ step });

async function main(): Promise<void> {
  const port = Number(process.env.PORT ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_533)
    throw new Error(`PORT must be a number from 0 to 65533, and is ${process.env.PORT}`);
  // Everything that this process and its engines write is for this user only: users, keys, records and films.
  process.umask(0o077);
  requireWritable(home);
  const faults = process.env.OMNISTREAM_FAULTS ? readPlan(process.env.OMNISTREAM_FAULTS) : undefined;
  const now = daysLater(process.env.OMNISTREAM_DAYS_LATER);
  await lockHome(home);
  makePrivate(home);
  checkInventory(data);
  onStep('looking for engines that encode, recognize, translate and speak');
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
    onStep,
    evidence: process.env.OMNISTREAM_PERMISSION_EVIDENCE,
    ...{ faults, now },
  });
  onStep('adding the demo users');
  const password = demoPassword(home);
  const users = await addDemoUsers(runtime, password);
  const upload = await uploadCommand(port, runtime.addresses.web);
  onStep();

  const { owner } = runtime;
  const { web, api, aws } = runtime.addresses;
  console.log(`OmniStream is ready

  Web        ${web}
  API        ${web}/api   (HTTP API itself: ${api})
  AWS APIs   ${aws}   (AWS_CONFIG_FILE=${fileName(owner.file)} AWS_PROFILE=${ownerProfile})
  AWS keys   ${owner.accessKeyId}, secret ${owner.secretAccessKey}
  Users      ${users.join(', ')}
  Password   ${password}

  Engines    transcodes by ${transcoder.description}
             ${describeLimits()}
             ${describeRecognisers(workers.recognise)}
             ${translators}
             ${describeVoices(workers.speak)}
             recommends by EASE, trained on this machine's own events
  Data       ${home}   (log: runtime.log; clear it by 'npm run reset')${faultsLine(faults)}

Next, in another terminal, upload the sample film; then sign in at the web address as ${users[0]} and play it:

  ${upload}
`);

  endWith(runtime);
}

/** Milliseconds within which everything has to stop: data is on disk all the time, so an end by force loses nothing. */
const stopLimit = 15_000;

/** Stops the runtime on Ctrl-C, on SIGTERM, and at the end of `npm start`. */
function endWith(runtime: Runtime): void {
  let stopping = false;
  const stop = (why: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    console.log(`${why}: stopping`);
    if (process.env.OMNISTREAM_REPORT_GRANTS) reportGrants(runtime);
    if (runtime.faults) console.log(runtime.faults.summary());
    setTimeout(() => {
      log('runtime', 'the stop took too long, and ended by force');
      // Unlike an exit, this does not wait for threads in native code.
      process.kill(process.pid, 'SIGKILL');
    }, stopLimit).unref();
    runtime
      .stop()
      .then(() => recordInventory(data))
      .then(
        () => process.exit(0),
        (error: Error) => {
          console.error(error.message);
          process.exit(1);
        },
      );
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
  stopWithNpm(() => stop('npm start has ended'));
}

/**
 * A full or read-only disk ends nothing: what could not be stored is refused, waits or is repeated. Any other unhandled
 * error ends the process, as it does by default.
 */
process.on('uncaughtException', (error: Error) => {
  if (isDiskFault(error)) {
    log('disk', `The disk cannot be written: ${error.message}`, { error: error.stack });
    return;
  }
  console.error(error);
  log('runtime', 'ended by an error', { error: error.stack });
  process.exit(1);
});

/** The line about the plan of faults in the message of the start. */
function faultsLine(plan: FaultPlan | undefined): string {
  if (!plan) return '';
  const { seed, calls, events } = plan;
  return `\n  Faults     on demand, by ${calls.length} rules for calls and ${events.length} for events, with seed ${seed}`;
}

/** A file as a user in this folder would name it. */
function fileName(file: string): string {
  const name = relative(process.cwd(), file);
  return name.startsWith('..') ? file : name;
}

/** What uploads the sample film to this very runtime, with subtitles and dubs where this machine can translate. */
async function uploadCommand(port: number, web: string): Promise<string> {
  const folder = relative(process.cwd(), home);
  const translator = new Translator();
  const isPossible = await Promise.all(['es', 'fr'].map((tag) => translator.canTranslate('en', tag)));
  const languages = ['es', 'fr'].filter((_, index) => isPossible[index]);
  return [
    ...(folder === '.omnistream' ? [] : [`OMNISTREAM_HOME=${process.env.OMNISTREAM_HOME}`]),
    'npx omnistream upload samples/film-en.mp4',
    ...(languages.length > 0 ? [`--languages ${languages.join(',')}`] : []),
    '--wait',
    ...(port === 8080 ? [] : [`--api ${web}`]),
  ].join(' ');
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
  log('start', 'failed', { error: error.stack });
  console.error(`OmniStream did not start: ${error.message}${hint}`);
  process.exit(1);
});
