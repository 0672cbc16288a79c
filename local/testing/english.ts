import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Transcoder } from '../engines/transcode/transcoder';
import { filmsFolder } from './films';
import { sample } from './samples';

const english = sample('film-en.mp4');

interface Remake {
  readonly path: string;
  readonly format: string;
  /** Filters of the picture, in FFmpeg's syntax. */
  readonly filters: string;
  /** Ends the film here. Seconds. @default - the whole film */
  readonly end?: number;
  /** Options of the format. */
  readonly options?: Readonly<Record<string, string>>;
}

/** Encodes the English film again. */
async function remake(workerPath: string, { path, format, filters, end, options = {} }: Remake): Promise<void> {
  const [cutPicture, cutSound] = end === undefined ? ['', ''] : [`trim=end=${end},`, `atrim=end=${end},`];
  const transcoder = new Transcoder({ workerPath, driver: { kind: 'node-av' } });
  const { tracks } = await transcoder.probe(english);
  const [video = -1, audio = -1] = (['video', 'audio'] as const).map(
    (kind) => tracks.find((track) => track.kind === kind)?.index,
  );
  await transcoder.transcode({
    input: english,
    graphs: [
      { description: `[0:${video}]${cutPicture}${filters}[v0]`, streams: [video], outputs: ['v0'] },
      {
        description: `[0:${audio}]${cutSound}aformat=sample_fmts=fltp,asetnsamples=n=1024:p=0[a0]`,
        streams: [audio],
        outputs: ['a0'],
      },
    ],
    outputs: [
      {
        path,
        format,
        options,
        tracks: [
          { label: 'v0', medium: 'video', encoder: 'libx264', options: { preset: 'ultrafast' } },
          { label: 'a0', medium: 'audio', encoder: 'aac', options: { b: '128000' } },
        ],
      },
    ],
  });
}

/** The first two sentences of the English film as a small Matroska file, stored in the folder. Returns its path. */
export async function englishInMatroska(workerPath: string, folder: string): Promise<string> {
  const path = join(folder, 'film.mkv');
  await remake(workerPath, { path, format: 'matroska', filters: 'scale=160:90', end: 12.5 });
  return path;
}

/**
 * The English film with ten square pictures per second, unless an earlier run has stored it. It becomes as many renditions,
 * segments and captions as the sample, for a quarter of the work of encoding. Returns its path.
 */
export async function squareEnglish(workerPath: string): Promise<string> {
  const path = join(filmsFolder, 'squareEnglish.mp4');
  if (existsSync(path)) return path;
  mkdirSync(filmsFolder, { recursive: true });
  const draft = join(filmsFolder, `squareEnglish-${process.pid}.draft`);
  const options = { movflags: '+faststart' };
  await remake(workerPath, { path: draft, format: 'mp4', filters: 'crop=720:720,fps=10', options });
  renameSync(draft, path);
  return path;
}
