import type { JobSettings, Output } from '@aws-sdk/client-mediaconvert';
import { aac, audio, audioSelector, h264, input, mov, mp4, video, videoSelector } from './common-settings';

/** The smallest picture: a file group's outputs with a picture accept all inputs, and those of sound only few. */
const smallest = {
  ...video,
  Width: 32,
  Height: 32,
  CodecSettings: {
    Codec: 'H_264',
    H264Settings: {
      ...h264,
      QualityTuningLevel: 'SINGLE_PASS',
      QvbrSettings: { QvbrQualityLevel: 1, QvbrQualityLevelFineTune: 0 },
      MaxBitrate: 20_000,
      HrdBufferSize: 40_000,
      NumberBFramesBetweenReferenceFrames: 0,
      NumberReferenceFrames: 1,
      GopSize: 20,
      GopSizeUnits: 'FRAMES',
      FramerateControl: 'SPECIFIED',
      FramerateNumerator: 10,
      FramerateDenominator: 1,
    },
  },
} as const satisfies Output['VideoDescription'];

const speech: Output = {
  NameModifier: '_speech',
  Extension: 'mp4',
  ContainerSettings: { Container: 'MP4', Mp4Settings: mp4 },
  VideoDescription: smallest,
  AudioDescriptions: [
    {
      ...audio,
      CodecSettings: { Codec: 'AAC', AacSettings: { ...aac, Bitrate: 64_000, CodingMode: 'CODING_MODE_1_0' } },
    },
  ],
};

const bed: Output = {
  NameModifier: '_bed',
  Extension: 'mov',
  ContainerSettings: { Container: 'MOV', MovSettings: mov },
  VideoDescription: smallest,
  AudioDescriptions: [
    {
      ...audio,
      AudioChannelTaggingSettings: { ChannelTags: ['L', 'R'] },
      CodecSettings: {
        Codec: 'WAV',
        WavSettings: { BitDepth: 16, Channels: 2, Format: 'RIFF', SampleRate: 48_000 },
      },
    },
  ],
};

interface Wanted {
  /** Counted from 1 among the file's audio tracks. */
  readonly track?: number;
  /** Whether the sound is also written as PCM in a QuickTime file. */
  readonly withBed?: boolean;
}

/** A job that writes the sound of a film as files. */
export function soundJob(
  source: string,
  destination: string,
  { track = 1, withBed = false }: Wanted = {},
): JobSettings {
  return {
    TimecodeConfig: { Source: 'ZEROBASED' },
    Inputs: [
      {
        ...input,
        FileInput: source,
        VideoSelector: { ...videoSelector, Rotate: 'DEGREE_0' },
        AudioSelectors: { original: { ...audioSelector, Tracks: [track] } },
      },
    ],
    OutputGroups: [
      {
        Name: 'sound',
        OutputGroupSettings: { Type: 'FILE_GROUP_SETTINGS', FileGroupSettings: { Destination: destination } },
        Outputs: withBed ? [speech, bed] : [speech],
      },
    ],
  };
}
