import { noise } from './bytes';
import * as matroska from './matroska';
import * as mp4 from './mp4';
import * as others from './others';
import { selfReferencing } from './references';

/** Files that try to take memory and time, or are something else than media. @param film a good film, as MP4 */
export function craftedFiles(film: Buffer): Readonly<Record<string, Buffer | string>> {
  return {
    'a concat script of 22 KB that refers to itself a thousand times': selfReferencing,
    'MP4 without the end of its index': film.subarray(0, 600),
    'MP4 with a box larger than the file': mp4.boxLargerThanFile,
    'MP4 with a table of 4,294,967,295 times': mp4.hugeTimes,
    'MP4 with 4,294,967,295 samples': mp4.hugeSampleCount,
    'MP4 with a picture of 65535×65535': mp4.hugePicture,
    'MP4 with a negative duration': mp4.negativeDuration,
    'MP4 with a time scale of zero': mp4.noTimescale,
    'MP4 with boxes 10,000 deep': mp4.nested(),
    'QuickTime with a compressed index of 2 GB': mp4.compressedIndex(),
    'Matroska with 100,000 empty elements': matroska.voids,
    'Matroska with 20,000 clusters of unknown size': matroska.unknownClusters,
    'Matroska with an element of 64 PB': matroska.hugeElement,
    'a transport stream whose tables change 5,000 times': others.transportStream(),
    'AVI with an index that contains itself': others.avi(),
    'AVI with a picture of 65535×65535': others.avi('MJPG', 65535, 65535),
    'WAV of 4 GB by its header': others.wav,
    'FLAC of 2^36 samples by its header': others.flac,
    'Ogg with impossible lengths': others.ogg,
    'MP3 after a thousand tags of 256 MB': others.id3,
    'MXF with an index of 4 EB': others.mxf,
    'PNG of 65535×65535 with a profile of 64 MB': others.png,
    'JPEG of 65535×65535': others.jpeg,
    'GIF of 10,000 pictures of 65535×65535': others.gif,
    'raw pictures of 65535×65535 (Y4M)': others.y4m,
    'subtitles (SRT)': others.srt,
    'subtitles (ASS)': others.ass,
    'subtitles (WebVTT)': others.vtt,
    'text with terminal sequences': others.ansi,
    'a ZIP archive': others.zip,
    'a program (ELF)': others.elf,
    'a film in gzip': others.compressed(film),
    'an empty file': '',
    'random bytes': noise(1 << 20),
  };
}
