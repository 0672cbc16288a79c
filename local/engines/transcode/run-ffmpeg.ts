import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { maxPixels, readableFormats } from './input';
import type { Progress, TranscodeOutcome, TranscodePlan } from './plan';

/** Returns the arguments with which an `ffmpeg` program (5 or newer) carries out a plan. */
export function ffmpegArguments(plan: TranscodePlan): string[] {
  const args = ['-hide_banner', '-nostdin', '-y', '-loglevel', 'level+error', '-nostats', '-progress', 'pipe:1'];
  // The plan's graphs rotate the picture themselves.
  if (plan.input !== undefined) {
    const formats = ['-format_whitelist', readableFormats.join(','), '-protocol_whitelist', 'file'];
    args.push(...formats, '-max_pixels', String(maxPixels), '-noautorotate', '-i', `file:${plan.input}`);
  }
  args.push('-filter_complex', plan.graphs.map(({ description }) => description).join(';'));
  for (const { path, format, options, tracks } of plan.outputs) {
    for (const [index, track] of tracks.entries()) {
      args.push('-map', `[${track.label}]`, `-c:${index}`, track.encoder);
      for (const [name, value] of Object.entries(track.options)) args.push(`-${name}:${index}`, value);
      // The graphs have set the frame rate. Without this, the program would repeat or drop pictures.
      if (track.medium === 'video') args.push(`-fps_mode:${index}`, 'passthrough');
      if (track.language) args.push(`-metadata:s:${index}`, `language=${track.language}`);
      if (track.trimPriming) args.push(`-bsf:${index}`, "noise=drop='lt(pts,0)'");
    }
    args.push('-map_metadata', '-1', '-map_chapters', '-1', '-f', format);
    for (const [name, value] of Object.entries(options)) args.push(`-${name}`, value);
    args.push(path);
  }
  return args;
}

/** Carries out a plan with a program. Throws an error with the last lines of its output. */
export async function runByFfmpeg(
  program: string,
  plan: TranscodePlan,
  report: (progress: Progress) => void,
): Promise<TranscodeOutcome> {
  const child = spawn(program, ffmpegArguments(plan), { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  let frames = 0;
  let seconds = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [key, value] = line.split('=');
    if (key === 'frame') frames = Number(value);
    else if (key === 'out_time_us' && Number.isFinite(Number(value))) seconds = Number(value) / 1_000_000;
    else if (key === 'progress') report({ frames, seconds });
  });
  const complaints: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line));
  const ended = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve(signal ?? code));
  }).finally(() => process.off('exit', end));
  if (ended !== 0) throw new Error(`${program} ended with ${ended}: ${complaints.slice(-3).join(' | ')}`);
  return { errors: complaints.length, messages: complaints.slice(0, 5) };
}
