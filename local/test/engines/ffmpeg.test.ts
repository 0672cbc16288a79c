import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isNewer, resolveDriver } from '../../engines/transcode/resolve';
import { ffmpegArguments } from '../../engines/transcode/run-ffmpeg';

/** Creates a folder with a program called ffmpeg that reports this version. */
function programOf(version: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ffmpeg-'));
  const path = join(folder, 'ffmpeg');
  writeFileSync(path, `#!/bin/sh\necho "ffmpeg version ${version} Copyright (c)"\necho " V....D libx264 H.264"\n`);
  chmodSync(path, 0o755);
  return folder;
}

describe('the choice of FFmpeg', () => {
  test.each([
    ['8.2', true],
    ['n9.0', true],
    ['8.1', false],
    ['7.0.2-static', false],
    ['N-118000-gabc', false],
  ])('version %s is newer than the one inside node-av: %s', (version, expected) => {
    expect(isNewer(version)).toBe(expected);
  });

  test('takes FFMPEG_PATH whatever its age', async () => {
    const path = join(programOf('5.1'), 'ffmpeg');
    expect((await resolveDriver({ PATH: '/usr/bin:/bin', FFMPEG_PATH: path })).driver).toEqual({
      kind: 'ffmpeg',
      path,
    });
  });

  test('refuses an FFMPEG_PATH that is no ffmpeg', async () => {
    await expect(resolveDriver({ FFMPEG_PATH: '/bin/true' })).rejects.toThrow('FFMPEG_PATH is /bin/true');
  });

  test('takes one from the path only when it is newer', async () => {
    const choose = async (version: string) =>
      (await resolveDriver({ PATH: `${programOf(version)}:/usr/bin:/bin` })).driver.kind;
    expect(await choose('9.1')).toBe('ffmpeg');
    expect(await choose('6.1')).toBe('node-av');
  });
});

test('a plan becomes one command line', () => {
  const line = ffmpegArguments({
    input: 'film.mp4',
    graphs: [{ description: '[0:0]scale=160:90[v0]', streams: [0], outputs: ['v0'] }],
    outputs: [
      {
        path: 'out.mp4',
        format: 'mp4',
        options: { movflags: '+cmaf' },
        tracks: [{ label: 'v0', medium: 'video', encoder: 'libx264', options: { crf: '23' }, language: 'eng' }],
      },
    ],
  }).join(' ');
  expect(line).toContain(
    '-protocol_whitelist file -max_pixels 35389440 -noautorotate -i file:film.mp4 -filter_complex [0:0]scale=160:90[v0] -map [v0] -c:0 libx264 -crf:0 23',
  );
  expect(line).toMatch(/-format_whitelist mov,matroska,[a-z0-9,]* /);
  expect(line).not.toMatch(/whitelist \S*(hls|concat|dash|sdp|image2)/);
  expect(line).toMatch(/-metadata:s:0 language=eng .*-f mp4 -movflags \+cmaf out\.mp4$/);
});
