import { open } from 'node:fs/promises';
import type { FormatContext, Stream } from 'node-av/lib';
import { openInput } from './input';
import type { AudioInfo, MediaInfo, MediaTrack, VideoInfo } from './media-info';
import { type Av, loadAv, media, noTimestamp } from './node-av';

/** AV_DISPOSITION_DEFAULT and AV_DISPOSITION_ATTACHED_PIC, libavformat/avformat.h */
const disposition = { default: 0x1, attachedPicture: 0x400 } as const;
/** AV_PKT_DATA_DISPLAYMATRIX, libavcodec/packet.h */
const displayMatrix = 5;
/** AV_CODEC_ID_NONE, and AV_FIELD_PROGRESSIVE; higher values are kinds of interlacing. */
const noCodec = 0;
const progressive = 1;

/** Reads a file's headers and a few packets. Throws `AvError` if the file is not a media file that FFmpeg knows. */
export async function probeFile(path: string): Promise<MediaInfo> {
  const av = await loadAv();
  av.Log.setCallback(() => {});
  const { format, close } = await openInput(av, path);
  try {
    const name = format.iformat?.name ?? 'unknown';
    return {
      format: name,
      brand: await brand(path, name, format.metadata?.getAll().major_brand),
      durationSeconds: seconds(format.duration, { num: 1, den: 1_000_000 }),
      bitRate: positive(Number(format.bitRate)),
      // Cover art is a picture beside the film, not a video track.
      tracks: format.streams
        .filter((stream) => (stream.disposition & disposition.attachedPicture) === 0)
        .map(describe(av, format)),
    };
  } finally {
    await close();
  }
}

/**
 * QuickTime files older than MP4 have no brand. Matroska files name their document type, such as WebM, in their first
 * bytes.
 */
async function brand(path: string, format: string, major: string | undefined): Promise<string | undefined> {
  if (format.startsWith('mov,')) return major ?? 'qt  ';
  if (!format.startsWith('matroska')) return undefined;
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.includes('webm') ? 'webm' : 'matroska';
  } finally {
    await file.close();
  }
}

const describe =
  (av: Av, format: FormatContext) =>
  (stream: Stream): MediaTrack => {
    const { codecpar } = stream;
    const kind = codecpar.codecType === media.video ? 'video' : codecpar.codecType === media.audio ? 'audio' : 'data';
    const metadata = stream.metadata?.getAll() ?? {};
    const tag = codecpar.codecTagString ?? undefined;
    return {
      index: stream.index,
      kind,
      codec: codecpar.codecId === noCodec ? 'unknown' : (av.avGetCodecName(codecpar.codecId) ?? 'unknown'),
      ...(tag && !tag.startsWith('[') && { codecTag: tag }),
      ...(metadata.language && metadata.language !== 'und' && { language: metadata.language }),
      durationSeconds:
        // Without it, FFmpeg takes the length of the whole file for each track.
        matroskaDuration(metadata) ??
        seconds(stream.duration, stream.timeBase) ??
        seconds(format.duration, { num: 1, den: 1_000_000 }),
      bitRate: positive(Number(codecpar.bitRate)),
      isDefault: (stream.disposition & disposition.default) !== 0,
      encrypted: tag === 'encv' || tag === 'enca',
      ...(kind === 'video' && { video: video(av, stream) }),
      ...(kind === 'audio' && { audio: audio(av, stream) }),
    };
  };

function video(av: Av, stream: Stream): VideoInfo {
  const { codecpar } = stream;
  const pixelFormat = av.avGetPixFmtName(codecpar.format as never) ?? 'unknown';
  const rate = [stream.avgFrameRate, stream.rFrameRate].find(({ num, den }) => num > 0 && den > 0);
  const aspect = stream.sampleAspectRatio.num > 0 ? stream.sampleAspectRatio : codecpar.sampleAspectRatio;
  const fieldOrder = Number(codecpar.toJSON().fieldOrder ?? 0);
  return {
    width: codecpar.width,
    height: codecpar.height,
    ...(rate && { frameRate: { num: rate.num, den: rate.den } }),
    rotation: rotation(codecpar.getCodedSideData(displayMatrix as never)),
    sampleAspect: aspect.num > 0 && aspect.den > 0 ? { num: aspect.num, den: aspect.den } : { num: 1, den: 1 },
    pixelFormat,
    bitDepth: Number(/(?:p|gray|gbrp|p0)(9|10|12|14|16)(?:le|be)?$/.exec(pixelFormat)?.[1] ?? 8),
    interlaced: fieldOrder > progressive,
    colorPrimaries: codecpar.colorPrimaries,
    colorTransfer: codecpar.colorTrc,
    colorMatrix: codecpar.colorSpace,
    profile: codecpar.profile,
    level: codecpar.level,
  };
}

function audio(av: Av, { codecpar }: Stream): AudioInfo {
  return {
    channels: codecpar.channels,
    layout: av.avChannelLayoutDescribe(codecpar.channelLayout) ?? `${codecpar.channels} channels`,
    sampleRate: codecpar.sampleRate,
    bitDepth: positive(codecpar.bitsPerRawSample || codecpar.bitsPerCodedSample),
  };
}

/**
 * Returns the clockwise turn of a display matrix, which consists of nine 32-bit fixed-point numbers in the machine's
 * byte order.
 */
function rotation(matrix: Buffer | null): number {
  if (!matrix || matrix.length < 36) return 0;
  const degrees = (Math.atan2(matrix.readInt32LE(4), matrix.readInt32LE(0)) * 180) / Math.PI;
  return (Math.round(degrees / 90) * 90 + 360) % 360;
}

/** Reads the length of a track that Matroska keeps in a tag: `00:00:03.021000000`. */
function matroskaDuration(metadata: Readonly<Record<string, string>>): number | undefined {
  const [, hours, minutes, rest] = /^(\d+):(\d+):([\d.]+)$/.exec(metadata.DURATION ?? '') ?? [];
  return rest === undefined ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
}

function seconds(time: bigint, { num, den }: { num: number; den: number }): number | undefined {
  return time === noTimestamp || time <= 0n ? undefined : (Number(time) * num) / den;
}

const positive = (value: number) => (value > 0 ? value : undefined);
