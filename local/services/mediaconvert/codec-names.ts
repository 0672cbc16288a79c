import type { Codec, Format } from '@aws-sdk/client-mediaconvert';

/**
 * FFmpeg's names of codecs, by MediaConvert's. FFmpeg has dozens of kinds of PCM, which are recognised by their prefix.
 */
const codecs: Readonly<Record<string, Codec>> = {
  aac: 'AAC',
  ac3: 'AC3',
  amr_nb: 'AMR',
  amr_wb: 'AMR',
  av1: 'AV1',
  dnxhd: 'VC3',
  dvvideo: 'DV',
  eac3: 'EAC3',
  eia_608: 'C608',
  flac: 'FLAC',
  h263: 'H263',
  h264: 'AVC',
  hevc: 'HEVC',
  jpeg2000: 'JPEG2000',
  mjpeg: 'MJPEG',
  mp2: 'MP2',
  mp3: 'MP3',
  mpeg1video: 'MPEG1',
  mpeg2video: 'MPEG2',
  mpeg4: 'MP4V',
  opus: 'OPUS',
  prores: 'PRORES',
  qtrle: 'QTRLE',
  rawvideo: 'UNCOMPRESSED',
  theora: 'THEORA',
  vc1: 'VC1',
  vorbis: 'VORBIS',
  vp8: 'VP8',
  vp9: 'VP9',
  webvtt: 'WEBVTT',
  wmav1: 'WMA',
  wmav2: 'WMA2',
  wmapro: 'WMAPRO',
};

export function codecName(codec: string): Codec {
  return codecs[codec] ?? (codec.startsWith('pcm_') ? 'PCM' : 'UNKNOWN');
}

const formats: Readonly<Record<string, Format>> = {
  aac: 'aac',
  ac3: 'ac3',
  asf: 'asf',
  avi: 'avi',
  eac3: 'eac3',
  flac: 'flac',
  mp3: 'mp3',
  mpeg: 'mpegps',
  mpegts: 'mpegts',
  mxf: 'mxf',
  ogg: 'ogg',
  wav: 'wave',
};

/** Brands of HEIF and AVIF, which use the boxes of MP4 for still images: https://mp4ra.org/registered-types/brands */
const imageBrands = /^(mif|msf|hei|hev|avi)/;

/** FFmpeg names families of containers; the brand identifies the member. */
export function formatName(format: string, brand: string | undefined): Format | undefined {
  if (format.startsWith('mov,mp4')) {
    if (brand && imageBrands.test(brand)) return undefined;
    if (brand?.startsWith('qt')) return 'quicktime';
    if (brand?.startsWith('3gp')) return 'three_gp';
    if (brand?.startsWith('3g2')) return 'three_g2';
    return 'mp4';
  }
  if (format.startsWith('matroska')) return brand === 'webm' ? 'webm' : 'matroska';
  return formats[format];
}
