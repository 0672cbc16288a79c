import type { CaptionTrack } from '../../shared/assets';
import { captionNames, captionsFolder } from '../../shared/content-layout';
import { inParallel } from '../in-parallel';
import type { CueSheet, TranslateInput } from '../model';
import { captionFiles } from './vtt';

export interface Content {
  /** Throws `NoSuchKey` if the object does not exist. */
  read(key: string): Promise<string>;
  write(key: string, text: string): Promise<void>;
}

/** S3 accepts 3,500 writes per second and prefix. The captions of a two-hour film are 1,200 small files. */
const concurrentWrites = 16;

/** Writes all files of one language's captions, the playlist last. */
export async function writeCaptions(
  run: Pick<TranslateInput, 'assetId' | 'run' | 'durationSeconds'>,
  sheet: CueSheet,
  content: Content,
): Promise<CaptionTrack> {
  const { language, cues } = sheet;
  const folder = captionsFolder(run, language);
  const seconds = run.durationSeconds ?? cues.at(-1)?.end ?? 0;
  const { vtt, playlist } = captionFiles(cues, seconds);
  const cuesKey = folder + captionNames.cues;
  const playlistKey = folder + captionNames.playlist;
  await inParallel([...vtt], concurrentWrites, ([name, text]) => content.write(folder + name, text));
  await content.write(cuesKey, JSON.stringify(sheet));
  await content.write(playlistKey, playlist);
  const bandwidth = Math.ceil((Buffer.byteLength(vtt.get(captionNames.whole) ?? '') * 8) / Math.max(1, seconds));
  return { language, playlistKey, vttKey: folder + captionNames.whole, cuesKey, cues: cues.length, bandwidth };
}

export async function readCues(key: string, content: Content): Promise<CueSheet> {
  return JSON.parse(await content.read(key)) as CueSheet;
}
