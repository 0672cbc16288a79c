import type { ProbeResult, Track, VideoProperties } from '@aws-sdk/client-mediaconvert';
import type { MediaInfo, MediaTrack, VideoInfo } from '../../engines/transcode/media-info';
import { codecName, formatName } from './codec-names';

/** MediaConvert's names of ITU-T H.273's numbers. */
const primaries: Readonly<Record<number, VideoProperties['ColorPrimaries']>> = {
  1: 'ITU_709',
  4: 'ITU_470M',
  5: 'ITU_470BG',
  6: 'SMPTE_170M',
  7: 'SMPTE_240M',
  8: 'GENERIC_FILM',
  9: 'ITU_2020',
  10: 'SMPTE_428_1',
  11: 'SMPTE_431_2',
  12: 'SMPTE_EG_432_1',
  22: 'EBU_3213_E',
};
const transfers: Readonly<Record<number, VideoProperties['TransferCharacteristics']>> = {
  1: 'ITU_709',
  4: 'ITU_470M',
  5: 'ITU_470BG',
  6: 'SMPTE_170M',
  7: 'SMPTE_240M',
  8: 'LINEAR',
  9: 'LOG10_2',
  10: 'LOC10_2_5',
  11: 'IEC_61966_2_4',
  12: 'ITU_1361',
  13: 'IEC_61966_2_1',
  14: 'ITU_2020_10bit',
  15: 'ITU_2020_12bit',
  16: 'SMPTE_2084',
  17: 'SMPTE_428_1',
  18: 'ARIB_B67',
};
const matrices: Readonly<Record<number, VideoProperties['MatrixCoefficients']>> = {
  0: 'RGB',
  1: 'ITU_709',
  4: 'FCC',
  5: 'ITU_470BG',
  6: 'SMPTE_170M',
  7: 'SMPTE_240M',
  8: 'YCgCo',
  9: 'ITU_2020_NCL',
  10: 'ITU_2020_CL',
  11: 'SMPTE_2085',
  12: 'CD_NCL',
  13: 'CD_CL',
  14: 'ITU_2100ICtCp',
};

/** Describes a file in the form of MediaConvert's `Probe`. Indexes count from 1. */
export function describeMedia(info: MediaInfo): Pick<ProbeResult, 'Container' | 'TrackMappings'> {
  const indexes = (kind: MediaTrack['kind']) =>
    info.tracks.flatMap((track) => (track.kind === kind ? [track.index + 1] : []));
  return {
    Container: {
      Format: formatName(info.format, info.brand),
      ...(info.durationSeconds !== undefined && { Duration: info.durationSeconds }),
      ...(info.bitRate !== undefined && { BitRate: info.bitRate }),
      Tracks: info.tracks.map(describeTrack),
    },
    TrackMappings: [
      { VideoTrackIndexes: indexes('video'), AudioTrackIndexes: indexes('audio'), DataTrackIndexes: indexes('data') },
    ],
  };
}

function describeTrack(track: MediaTrack): Track {
  const { index, kind, codec, durationSeconds, bitRate, language, video, audio } = track;
  return {
    Index: index + 1,
    TrackType: kind,
    Codec: codecName(codec),
    ...(durationSeconds !== undefined && { Duration: durationSeconds }),
    ...(video && { VideoProperties: describeVideo(video, bitRate) }),
    ...(audio && {
      AudioProperties: {
        Channels: audio.channels,
        ChannelLayout: audio.layout,
        SampleRate: audio.sampleRate,
        ...(audio.bitDepth !== undefined && { BitDepth: audio.bitDepth }),
        ...(bitRate !== undefined && { BitRate: bitRate }),
        ...(language && { LanguageCode: language }),
      },
    }),
    ...(kind === 'data' && { DataProperties: { ...(language && { LanguageCode: language }) } }),
  };
}

function describeVideo(video: VideoInfo, bitRate: number | undefined): VideoProperties {
  const { width, height, frameRate, rotation, sampleAspect, bitDepth } = video;
  const aspect = reduce(width * sampleAspect.num, height * sampleAspect.den);
  const rate = frameRate && { Numerator: frameRate.num, Denominator: frameRate.den };
  const colors = {
    ColorPrimaries: primaries[video.colorPrimaries] ?? 'UNSPECIFIED',
    TransferCharacteristics: transfers[video.colorTransfer] ?? 'UNSPECIFIED',
    MatrixCoefficients: matrices[video.colorMatrix] ?? 'UNSPECIFIED',
  } as const;
  return {
    Width: width,
    Height: height,
    BitDepth: bitDepth,
    ...(bitRate !== undefined && { BitRate: bitRate }),
    ...(rate && { FrameRate: rate }),
    Rotation: rotation,
    SampleAspectRatio: { Numerator: sampleAspect.num, Denominator: sampleAspect.den },
    DisplayAspectRatio: aspect,
    ...colors,
    CodecMetadata: {
      Width: width,
      Height: height,
      BitDepth: bitDepth,
      ...(rate && { CodedFrameRate: rate }),
      ChromaSubsampling: /444/.test(video.pixelFormat) ? '4:4:4' : /422/.test(video.pixelFormat) ? '4:2:2' : '4:2:0',
      ScanType: video.interlaced ? 'interlaced' : 'progressive',
      ...colors,
    },
  };
}

function reduce(a: number, b: number) {
  let [x, y] = [a, b];
  while (y) [x, y] = [y, x % y];
  return { Numerator: a / (x || 1), Denominator: b / (x || 1) };
}
