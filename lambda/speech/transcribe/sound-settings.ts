import type { JobSettings, Output } from '@aws-sdk/client-mediaconvert';
import {
  statedAac,
  statedAudio,
  statedAudioSelector,
  statedH264,
  statedInput,
  statedMov,
  statedMp4,
  statedVideo,
  statedVideoSelector,
} from '../../media-pipeline/jobs/stated-settings';
import { soundFiles } from '../../shared/content-layout';

const selector = 'original';

export interface SoundWanted {
  /** Counted from 1 among the file's audio tracks. */
  readonly track: number;
  /** Whether the sound is wanted as it is, too: what dubs can be mixed with. */
  readonly withBed: boolean;
}

/**
 * The smallest picture that MediaConvert encodes, ten times a second. With a picture in them, outputs may come from any
 * input that the service reads; those of sound alone have a short list of inputs of their own. It is never shown. For an
 * input without a picture, MediaConvert generates black: https://docs.aws.amazon.com/mediaconvert/latest/ug/video-generator.html
 */
const smallestPicture = {
  ...statedVideo,
  Width: 32,
  Height: 32,
  ScalingBehavior: 'STRETCH_TO_OUTPUT',
  CodecSettings: {
    Codec: 'H_264',
    H264Settings: {
      ...statedH264,
      QualityTuningLevel: 'SINGLE_PASS',
      QvbrSettings: { QvbrQualityLevel: 1, QvbrQualityLevelFineTune: 0 },
      MaxBitrate: 20_000,
      HrdBufferSize: 40_000,
      NumberBFramesBetweenReferenceFrames: 0,
      NumberReferenceFrames: 1,
      GopSize: 20,
      GopSizeUnits: 'FRAMES',
      // Specified, because generated black has no source rate to follow.
      FramerateControl: 'SPECIFIED',
      FramerateNumerator: 10,
      FramerateDenominator: 1,
    },
  },
} as const satisfies Output['VideoDescription'];

/**
 * For Transcribe: mono, as small as recognition allows. AAC at 64 kbit/s is 29 MB an hour, where WAV at 16 kHz would be
 * four times as much. The loudness stays as it is: nobody listens to this file.
 */
const speech: Output = {
  NameModifier: soundFiles.speech.modifier,
  Extension: soundFiles.speech.extension,
  ContainerSettings: { Container: 'MP4', Mp4Settings: statedMp4 },
  VideoDescription: smallestPicture,
  AudioDescriptions: [
    {
      ...statedAudio,
      AudioSourceName: selector,
      LanguageCodeControl: 'FOLLOW_INPUT',
      CodecSettings: {
        Codec: 'AAC',
        AacSettings: { ...statedAac, Bitrate: 64_000, CodingMode: 'CODING_MODE_1_0' },
      },
    },
  ],
};

/**
 * For a mix: uncompressed, since it is encoded again. QuickTime with H.264 may hold WAV's PCM:
 * https://docs.aws.amazon.com/mediaconvert/latest/ug/reference-codecs-containers.html
 */
const bed: Output = {
  NameModifier: soundFiles.bed.modifier,
  Extension: soundFiles.bed.extension,
  ContainerSettings: { Container: 'MOV', MovSettings: statedMov },
  VideoDescription: smallestPicture,
  AudioDescriptions: [
    {
      ...statedAudio,
      AudioSourceName: selector,
      LanguageCodeControl: 'FOLLOW_INPUT',
      // Untagged channels of QuickTime's are all called the centre.
      AudioChannelTaggingSettings: { ChannelTags: ['L', 'R'] },
      CodecSettings: {
        Codec: 'WAV',
        WavSettings: { BitDepth: 16, Channels: 2, Format: 'RIFF', SampleRate: 48_000 },
      },
    },
  ],
};

/**
 * A job that writes one track's sound to files of its own. See docs/adr/0026-sound-with-the-smallest-picture.md.
 * @param sourceUrl `s3://{bucket}/{key}`
 * @param destination `s3://{bucket}/{folder}/{base name}`; what follows it is in {@link soundFiles}
 */
export function soundSettings(sourceUrl: string, { track, withBed }: SoundWanted, destination: string): JobSettings {
  return {
    TimecodeConfig: { Source: 'ZEROBASED' },
    Inputs: [
      {
        ...statedInput,
        FileInput: sourceUrl,
        VideoSelector: { ...statedVideoSelector, Rotate: 'DEGREE_0' },
        AudioSelectors: { [selector]: { ...statedAudioSelector, Tracks: [track] } },
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
