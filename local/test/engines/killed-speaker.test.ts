import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Speaker } from '../../engines/speak/speaker';
import { buildWorker } from '../../testing/engine-worker';

const workerPath = buildWorker('speak');
const made: string[] = [];
afterAll(() => {
  for (const file of made) rmSync(file, { force: true });
});

/** A speaker whose first processes the system kills when they get a text. */
function killedSpeaker(times: number) {
  const starts = join(mkdtempSync(join(tmpdir(), 'killed-')), 'starts');
  // Beside the worker, from where the packages are found.
  const path = join(dirname(workerPath), `killed-speaker-${process.pid}-${times}.cjs`);
  made.push(path);
  writeFileSync(
    path,
    `const { appendFileSync, statSync } = require('node:fs');
    process.once('message', () => {
      appendFileSync(${JSON.stringify(starts)}, '.');
      if (statSync(${JSON.stringify(starts)}).size <= ${times}) process.kill(process.pid, 'SIGKILL');
    });
    require(${JSON.stringify(workerPath)});`,
  );
  const speaker = new Speaker({ workerPath: path });
  return { speaker, starts: () => (existsSync(starts) ? readFileSync(starts, 'utf8').length : 0) };
}

const say = (speaker: Speaker, signal?: AbortSignal) =>
  speaker.say(
    [{ kind: 'phrase', text: 'A word.', language: 'en-US', rate: 1, pitch: 1, volume: 1 }],
    { gender: 'Female', order: 0 },
    16_000,
    signal,
  );

test('a text whose process is killed is spoken by another one', async () => {
  const { speaker, starts } = killedSpeaker(2);
  expect((await say(speaker)).length).toBeGreaterThan(1000);
  expect(starts()).toBe(3);
  speaker.close();
});

test('a text whose processes are killed again and again fails, after the third', async () => {
  const { speaker, starts } = killedSpeaker(1000);
  await expect(say(speaker)).rejects.toThrow(/the speaker was ended by SIGKILL/);
  expect(starts()).toBe(3);
  speaker.close();
});

test('a text whose caller leaves while it waits is not spoken', async () => {
  const { speaker } = killedSpeaker(0);
  const abort = new AbortController();
  const spoken = [say(speaker), say(speaker)];
  const waiting = say(speaker, abort.signal);
  abort.abort(new Error('the caller has left'));
  await expect(waiting).rejects.toThrow('the caller has left');
  expect((await Promise.all(spoken)).every(({ length }) => length > 1000)).toBe(true);
  speaker.close();
});
