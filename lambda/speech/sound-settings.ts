import type { JobSettings } from '@aws-sdk/client-mediaconvert';

const selector = 'speech';

/**
 * A job that writes one track's sound to a file of its own, mono, as small as recognition allows: AAC at 64 kbit/s is
 * 29 MB an hour, where WAV at 16 kHz would be four times as much. MP4 with AAC is among the files that MediaConvert
 * documents without a picture, and Transcribe reads it. The loudness stays as it is: nobody listens to this file.
 * https://docs.aws.amazon.com/mediaconvert/latest/ug/audio-only-output.html
 * @param sourceUrl `s3://{bucket}/{key}`
 * @param track counted from 1 among the file's audio tracks
 * @param destination `s3://{bucket}/{key}` without the extension, which will be `.mp4`
 */
export function soundSettings(sourceUrl: string, track: number, destination: string): JobSettings {
  return {
    TimecodeConfig: { Source: 'ZEROBASED' },
    Inputs: [
      {
        FileInput: sourceUrl,
        TimecodeSource: 'ZEROBASED',
        AudioSelectors: { [selector]: { DefaultSelection: 'DEFAULT', SelectorType: 'TRACK', Tracks: [track] } },
      },
    ],
    OutputGroups: [
      {
        Name: 'sound',
        OutputGroupSettings: { Type: 'FILE_GROUP_SETTINGS', FileGroupSettings: { Destination: destination } },
        Outputs: [
          {
            ContainerSettings: { Container: 'MP4', Mp4Settings: { MoovPlacement: 'PROGRESSIVE_DOWNLOAD' } },
            Extension: 'mp4',
            AudioDescriptions: [
              {
                AudioSourceName: selector,
                CodecSettings: {
                  Codec: 'AAC',
                  AacSettings: {
                    Bitrate: 64_000,
                    CodecProfile: 'LC',
                    CodingMode: 'CODING_MODE_1_0',
                    RateControlMode: 'CBR',
                    SampleRate: 48_000,
                  },
                },
              },
            ],
          },
        ],
      },
    ],
  };
}
