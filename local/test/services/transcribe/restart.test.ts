import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetTranscriptionJobCommand } from '@aws-sdk/client-transcribe';
import { needs } from '../../../testing/needs';
import { sample } from '../../../testing/samples';
import { type Booth, openBooth } from './support';

const film = sample('presenter-en.mp4');

const newHome = () => mkdtempSync(join(tmpdir(), 'transcribe-'));

/** Returns the data that a process which is killed now leaves behind. */
function killed(home: string): string {
  const copy = newHome();
  cpSync(home, copy, { recursive: true });
  return copy;
}

async function begun({ transcribe }: Booth, name: string): Promise<void> {
  for (;;) {
    const { TranscriptionJob } = await transcribe.send(new GetTranscriptionJobCommand({ TranscriptionJobName: name }));
    if (TranscriptionJob?.StartTime) return;
    await new Promise((done) => setTimeout(done, 20));
  }
}

needs('vosk').describe('a killed process', () => {
  test('takes its jobs up again, and they end once', async () => {
    const home = newHome();
    const first = await openBooth({ home });
    const url = await first.put('film', readFileSync(film));
    await first.start('cut', url);
    await first.start('waiting', url);
    await begun(first, 'cut');
    const second = await openBooth({ home: killed(home) });
    await first.laptop.stop();
    try {
      for (const name of ['cut', 'waiting']) {
        expect(await second.finished(name)).toMatchObject({ TranscriptionJobStatus: 'COMPLETED' });
        expect(JSON.parse(await second.read(`${name}.json`)).results.transcripts[0].transcript).toContain('the farm');
      }
      expect(first.events).toEqual([]);
    } finally {
      await second.laptop.stop();
    }
    expect(second.events.map(({ detail }) => detail)).toEqual([
      { TranscriptionJobName: 'cut', TranscriptionJobStatus: 'COMPLETED' },
      { TranscriptionJobName: 'waiting', TranscriptionJobStatus: 'COMPLETED' },
    ]);
  });

  test('tells of an end that nobody was told of', async () => {
    const home = newHome();
    const first = await openBooth({
      home,
      onEvent: () => {
        throw new Error('the bus is down');
      },
    });
    await first.start('untold', await first.upload('plain'));
    await first.finished('untold');
    await first.laptop.stop();
    const second = await openBooth({ home });
    await second.laptop.stop();
    expect(second.events.map(({ detail }) => detail)).toEqual([
      { TranscriptionJobName: 'untold', TranscriptionJobStatus: 'COMPLETED' },
    ]);
    const third = await openBooth({ home });
    await third.laptop.stop();
    expect(third.events).toEqual([]);
  });
});
