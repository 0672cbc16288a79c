import { appendFileSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { buildWorker, needs, squareEnglish } from '@omnistream/local/test';
import { type CrowdOptions, type CrowdReport, inviteCrowd, runCrowd } from '../support/crowd';
import { omnistream, type Platform, startPlatform } from '../support/platform';

/** Fifty viewers, then more than the laptop can serve, then a few again. No test is about the length of a second. */
let platform: Platform;
let assetId: string;

beforeAll(async () => {
  platform = await startPlatform();
  const film = await squareEnglish(buildWorker('transcode'));
  // No engine recognizes Finnish; these viewers read no captions.
  const upload = omnistream(platform, 'upload', film, '--language', 'fi', '--wait');
  if (upload.status !== 0) throw new Error(`the upload failed: ${upload.stderr}`);
  assetId = upload.json.id;
});

afterAll(() => platform?.stop());

async function crowd(name: string, options: Omit<CrowdOptions, 'assetId'>): Promise<CrowdReport> {
  const users = await inviteCrowd(platform, name, options.viewers);
  const report = await runCrowd(platform, users, { ...options, assetId });
  // Figures for a report: PRESSURE_REPORT names a file.
  const { PRESSURE_REPORT: file } = process.env;
  if (file) appendFileSync(file, `${JSON.stringify({ name, load: loadavg()[0], ...report })}\n`);
  return report;
}

/** The statuses of which none is expected, and what the runtime's log has about them. */
function unexpected({ statuses }: CrowdReport, isExpected: (status: string) => boolean): string[] {
  const wrong = Object.keys(statuses).filter((status) => !isExpected(status));
  if (wrong.length === 0) return [];
  const lines = readFileSync(join(platform.home, 'runtime.log'), 'utf8').split('\n');
  const causes = lines.filter((line) =>
    /integration failed|request failed|authorizer failed|internal error/.test(line),
  );
  return [...wrong.map((status) => `${statuses[status]} of ${status}`), ...new Set(causes.slice(-3))];
}

// Each viewer has a loopback address of their own, as only Linux allows.
const onLinux = needs('procfs');

onLinux.test('fifty viewers get no error of the server', async () => {
  const report = await crowd('fifty', { viewers: 50, seconds: 20, pause: 500 });
  expect(unexpected(report, (status) => /^[234]/.test(status))).toEqual([]);
  // Beside other work, a slow machine may refuse some of them for a while.
  expect(report.statuses['201']).toBeGreaterThan(0);
});

onLinux.test(
  'above its capacity the laptop refuses, each time with the time of the next try, and fails nothing',
  async () => {
    const report = await crowd('many', { viewers: 400, seconds: 15, pause: 0 });
    expect(unexpected(report, (status) => /^[234]/.test(status) || status === '503')).toEqual([]);
    const { 429: throttled = 0, 503: unavailable = 0 } = report.statuses;
    expect(throttled + unavailable).toBeGreaterThan(0);
    expect(report.withoutRetryAfter).toBe(0);
  },
);

onLinux.test('after that, viewers are served as before', async () => {
  const report = await crowd('few', { viewers: 5, seconds: 10, pause: 500 });
  expect(unexpected(report, (status) => /^2/.test(status))).toEqual([]);
});
