import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Driver } from './plan';

/** The version of FFmpeg within node-av 6.1.1. */
const bundled = [8, 1] as const;

export interface ResolvedDriver {
  readonly driver: Driver;
  /** The FFmpeg's version and place, for the runtime's first lines. */
  readonly description: string;
}

/**
 * Returns the driver: `$FFMPEG_PATH`, whatever its version; else an `ffmpeg` on the path that is newer than the
 * libraries inside `node-av` and has x264; else those libraries. Throws if `$FFMPEG_PATH` is not an ffmpeg.
 */
export async function resolveDriver(env: NodeJS.ProcessEnv = process.env): Promise<ResolvedDriver> {
  const chosen = env.FFMPEG_PATH;
  if (chosen) {
    const version = await versionOf(chosen);
    if (!version) throw new Error(`FFMPEG_PATH is ${chosen}, which does not run as ffmpeg`);
    return { driver: { kind: 'ffmpeg', path: chosen }, description: `ffmpeg ${version} (${chosen})` };
  }
  const version = await versionOf('ffmpeg', env);
  if (version && isNewer(version) && (await hasX264(env))) {
    return { driver: { kind: 'ffmpeg', path: 'ffmpeg' }, description: `ffmpeg ${version}` };
  }
  return { driver: { kind: 'node-av' }, description: `FFmpeg ${bundled.join('.')} inside node-av` };
}

/** Builds from a repository's head have no version number to compare; they do not count as newer. */
export function isNewer(version: string): boolean {
  const [, major, minor] = /^n?(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined) return false;
  return Number(major) > bundled[0] || (Number(major) === bundled[0] && Number(minor) > bundled[1]);
}

async function run(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  try {
    return (await promisify(execFile)(program, args, { env, timeout: 10_000 })).stdout;
  } catch {
    return '';
  }
}

async function versionOf(program: string, env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  return /^ffmpeg version (\S+)/.exec(await run(program, ['-version'], env))?.[1];
}

async function hasX264(env: NodeJS.ProcessEnv): Promise<boolean> {
  return / libx264 /.test(await run('ffmpeg', ['-hide_banner', '-encoders'], env));
}
