import type { JobSettings, Output } from '@aws-sdk/client-mediaconvert';
import { audioSelector } from '../../media-pipeline/jobs/audio-selector';
import {
  statedAac,
  statedAudio,
  statedH264,
  statedInput,
  statedMov,
  statedMp4,
  statedVideo,
  statedVideoSelector,
} from '../../media-pipeline/jobs/stated-settings';
import type { SoundTracks } from '../../media-pipeline/messages';
import { soundFiles } from '../../shared/content-layout';

const selector = 'original';

export interface SoundWanted extends SoundTracks {
  /** Whether to extract the unchanged sound too, with which dubs can be mixed. */
  readonly withBed: boolean;
}

/**
 * The smallest picture that MediaConvert encodes, at ten frames per second; it is never shown. Outputs with a picture
 * accept all inputs that the service reads, outputs of sound only accept few. For an input without a picture, MediaConvert
 * generates black: https://docs.aws.amazon.com/mediaconvert/latest/ug/video-generator.html
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
 * The sound for Transcribe: mono, and as small as recognition allows. AAC at 64 kbit/s is 29 MB per hour; WAV at 16 kHz
 * would be four times as large. The loudness is not changed, since only Transcribe reads this file.
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
 * The sound for a mix: uncompressed, since it is encoded again. QuickTime with H.264 may contain WAV's PCM:
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
      // In QuickTime, all channels without a tag count as the centre channel.
      AudioChannelTaggingSettings: { ChannelTags: ['L', 'R'] },
      CodecSettings: {
        Codec: 'WAV',
        WavSettings: { BitDepth: 16, Channels: 2, Format: 'RIFF', SampleRate: 48_000 },
      },
    },
  ],
};

/**
 * The settings of a job that writes one track's sound to separate files. See docs/adr/0026-sound-with-the-smallest-picture.md.
 * @param sourceUrl `s3://{bucket}/{key}`
 * @param destination `s3://{bucket}/{folder}/{base name}`; {@link soundFiles} has the rest of the names
 */
export function soundSettings(
  sourceUrl: string,
  { withBed, ...tracks }: SoundWanted,
  destination: string,
): JobSettings {
  return {
    TimecodeConfig: { Source: 'ZEROBASED' },
    Inputs: [
      {
        ...statedInput,
        FileInput: sourceUrl,
        VideoSelector: { ...statedVideoSelector, Rotate: 'DEGREE_0' },
        AudioSelectors: { [selector]: audioSelector(tracks) },
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
