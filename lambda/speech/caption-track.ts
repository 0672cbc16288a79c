import type { CaptionTrack } from '../shared/assets';
import { inParallel } from './in-parallel';
import { type CueSheet, captionsFolder, type TranslateInput } from './model';
import { captionFiles, wholeFile } from './vtt';

export interface Content {
  /** Throws `NoSuchKey` when there is no such object. */
  read(key: string): Promise<string>;
  write(key: string, text: string): Promise<void>;
}

/** S3 takes 3,500 writes a second under a prefix; two hours of captions are 1,200 small files. */
const writesAtATime = 16;

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
  const cuesKey = `${folder}cues.json`;
  const playlistKey = `${folder}captions.m3u8`;
  await inParallel([...vtt], writesAtATime, ([name, text]) => content.write(folder + name, text));
  await content.write(cuesKey, JSON.stringify(sheet));
  await content.write(playlistKey, playlist);
  const bandwidth = Math.ceil((Buffer.byteLength(vtt.get(wholeFile) ?? '') * 8) / Math.max(1, seconds));
  return { language, playlistKey, vttKey: folder + wholeFile, cuesKey, cues: cues.length, bandwidth };
}

export async function readCues(key: string, content: Content): Promise<CueSheet> {
  return JSON.parse(await content.read(key)) as CueSheet;
}
