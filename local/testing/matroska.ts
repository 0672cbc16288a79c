import { join } from 'node:path';
import { Transcoder } from '../engines/transcode/transcoder';
import { sample } from './samples';

const english = sample('film-en.mp4');

/** The English film as a small Matroska file, stored in the folder. Returns its path. */
export async function englishInMatroska(workerPath: string, folder: string): Promise<string> {
  const transcoder = new Transcoder({ workerPath, driver: { kind: 'node-av' } });
  const { tracks } = await transcoder.probe(english);
  const [video = -1, audio = -1] = (['video', 'audio'] as const).map(
    (kind) => tracks.find((track) => track.kind === kind)?.index,
  );
  const path = join(folder, 'film.mkv');
  await transcoder.transcode({
    input: english,
    graphs: [
      { description: `[0:${video}]scale=160:90[v0]`, streams: [video], outputs: ['v0'] },
      {
        description: `[0:${audio}]aformat=sample_fmts=fltp,asetnsamples=n=1024:p=0[a0]`,
        streams: [audio],
        outputs: ['a0'],
      },
    ],
    outputs: [
      {
        path,
        format: 'matroska',
        options: {},
        tracks: [
          { label: 'v0', medium: 'video', encoder: 'libx264', options: { preset: 'ultrafast' } },
          { label: 'a0', medium: 'audio', encoder: 'aac', options: { b: '128000' } },
        ],
      },
    ],
  });
  return path;
}
