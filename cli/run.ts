import { Api } from './api';
import { type Arguments, help, readArguments } from './arguments';
import { assets, decide, playback, status } from './commands';
import { deleteAsset, deleteViewer, erasureOf, setLegalHold } from './erasures';
import { Failure } from './failure';
import { insights } from './insights';
import { languages } from './languages';
import { type Output, output } from './output';
import { progress } from './progress';
import { recommend } from './recommend';
import { findPassword } from './sign-in';
import { smoke } from './smoke/smoke';
import { upload } from './upload';
import { viewerLimits } from './viewer-limits';
import { visible, visibleLines } from './visible';

type Stream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

export interface Surroundings {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** Runs one command line. Returns the exit status. */
export async function run(argv: readonly string[], around: Surroundings): Promise<number> {
  const { stdout, stderr } = around;
  try {
    const args = readArguments(argv);
    if (args === 'help') {
      stdout.write(`${help}\n`);
      return 0;
    }
    await dispatch(args, output(args.json || !stdout.isTTY, stdout, stderr), around);
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // Node.js explains a mistake in the command line in several lines. A message of the API has only one.
    const shown = error.exitStatus === 2 ? visibleLines : visible;
    stderr.write(`omnistream: ${shown(`${error.code}: ${error.message}`)}\n`);
    if (error.exitStatus === 2) stderr.write(`Try 'omnistream --help'.\n`);
    return error.exitStatus;
  }
}

function dispatch(args: Arguments, out: Output, { stderr, env, cwd }: Surroundings): Promise<void> {
  const { user, subject, code } = args;
  const api = new Api(args.api, () => ({ user, password: findPassword(args.password, env, cwd), code }));
  switch (args.command) {
    case 'upload':
      return upload(api, subject, { ...args, targetLanguages: args.languages, env }, out, progress(stderr));
    case 'languages':
      return languages(api, subject, { tags: args.languages ?? [], wait: args.wait }, out);
    case 'status':
      return status(api, subject, out);
    case 'approve':
    case 'refuse':
      return decide(api, subject, args.command, args.note, out);
    case 'playback':
      return playback(api, subject, args.end, out);
    case 'assets':
      return assets(api, out);
    case 'insights':
      return insights(api, subject, args, out);
    case 'viewer':
      return viewerLimits(api, subject, args.ageCeiling, out);
    case 'delete':
      return deleteAsset(api, subject, args.wait, out);
    case 'delete-account':
      return deleteViewer(api, undefined, out);
    case 'delete-viewer':
      return deleteViewer(api, subject, out);
    case 'erasure':
      return erasureOf(api, subject, args.wait, out);
    case 'hold':
    case 'release':
      return setLegalHold(api, subject, args.command === 'hold', out);
    case 'recommend':
      return recommend(api, args.place, out);
    case 'smoke':
      return smoke({ ...smokeUsers(args, api, env, cwd), file: args.file, without: args.without, env }, out);
  }
}

/** The users of the smoke test: on a laptop the demo users, which have one password; elsewhere only those in `args`. */
function smokeUsers(args: Arguments, creator: Api, env: NodeJS.ProcessEnv, cwd: string) {
  const isLaptop = ['127.0.0.1', 'localhost'].includes(args.api.hostname);
  const as = (user: string, password?: string) =>
    new Api(args.api, () => ({ user, password: findPassword(password, env, cwd) }));
  const viewer = args.viewer ?? (isLaptop ? 'viewer@example.com' : undefined);
  const admin = args.admin ?? (isLaptop ? 'admin@example.com' : undefined);
  return {
    creator,
    creatorName: args.user,
    viewer: viewer === undefined ? creator : as(viewer, args.viewerPassword),
    admin: admin === undefined ? undefined : as(admin, args.adminPassword),
  };
}
