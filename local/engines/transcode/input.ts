import { type FileHandle, open } from 'node:fs/promises';
import type { FormatContext } from 'node-av/lib';
import { type Av, AvError, check, invalidArgument } from './node-av';

/**
 * FFmpeg's names of the containers that are read: those that MediaConvert's `Probe` recognizes, and AMR, which Transcribe
 * accepts. All of them hold their media themselves. Playlists, lists of files, session descriptions, subtitles, images
 * and devices are not among them.
 * https://docs.aws.amazon.com/mediaconvert/latest/apireference/probe.html
 */
export const readableFormats = [
  ...['mov', 'matroska', 'avi', 'asf', 'mxf', 'mpegts', 'mpeg'],
  ...['aac', 'ac3', 'eac3', 'flac', 'mp3', 'ogg', 'wav', 'amr'],
] as const;

/**
 * The greatest number of pixels of a picture that is encoded: 8K. While headers are read, only the limit of memory holds,
 * because node-av's `findStreamInfo` crashes when it is given options.
 */
export const maxPixels = 8192 * 4320;

/** The native library on Windows has file descriptors of its own. */
const byDescriptor = process.platform !== 'win32';

/**
 * The options of the demuxer. FFmpeg may open only what it was given: an open descriptor, or on Windows a file. QuickTime's
 * references to other files are off by default; this does not rely on it.
 */
function optionsFor(descriptor: number): Readonly<Record<string, string>> {
  return {
    format_whitelist: readableFormats.join(','),
    protocol_whitelist: byDescriptor ? 'fd' : 'file',
    ...(byDescriptor && { fd: String(descriptor) }),
    enable_drefs: '0',
    use_absolute_path: '0',
  };
}

/** A file that is being read. */
export interface Input {
  readonly format: FormatContext;
  close(): Promise<void>;
}

/**
 * Opens a media file, and nothing that it refers to, and reads its headers. Throws `AvError` if it is not a media file of
 * a format in {@link readableFormats}.
 */
export async function openInput(av: Av, path: string): Promise<Input> {
  const file = await open(path);
  try {
    return await openDescriptor(av, path, file);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openDescriptor(av: Av, path: string, file: FileHandle): Promise<Input> {
  if (!(await file.stat()).isFile()) throw new AvError('open: it is not a regular file');
  const format = new av.FormatContext();
  const options = av.Dictionary.fromObject({ ...optionsFor(file.fd) });
  const opened = await format.openInput(byDescriptor ? 'fd:' : `file:${path}`, null, options);
  if (opened === invalidArgument) throw new AvError('open: it is in none of the formats that are read');
  check(av, opened, 'open');
  const close = async () => {
    await format.closeInput();
    await file.close();
  };
  try {
    check(av, await format.findStreamInfo(null), 'read');
    return { format, close };
  } catch (error) {
    await format.closeInput();
    throw error;
  }
}
