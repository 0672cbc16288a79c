import { omnistream, type Platform, startPlatform } from '../support/platform';

let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform?.stop());

const states = (steps: readonly { step: string; state: string }[]) =>
  steps.map(({ step, state }) => `${step} ${state}`);

test('a deployment is tried from upload to report, and everything holds', () => {
  const { status, json, stderr } = omnistream(platform, 'smoke');
  expect(stderr).not.toMatch(/^(failed|skipped)/m);
  expect(states(json.steps)).toEqual([
    ...['sign-in held', 'upload held', 'PLAYABLE held', 'READY held', 'sessions held', 'HLS held', 'files held'],
    ...['target durations held', 'DASH held', 'signed addresses held', 'refusals held', 'order at the edge observed'],
    ...['policy at the edge observed', 'CORS preflight observed', 'init segments observed', 'time offsets observed'],
    ...['events held', 'recommendations held', 'ended session held', 'reports held', 'clean-up observed'],
  ]);
  expect(json).toMatchObject({ held: true });
  expect(status).toBe(0);
}, 1_200_000);

test('without a sign-in nothing holds, and the exit status says so', () => {
  const { status, json } = omnistream(platform, 'smoke', '--password', 'wrong-Password-1');
  expect(states(json.steps)).toContain('sign-in failed');
  expect(json).toMatchObject({ held: false });
  expect(status).toBe(1);
});
