import { choice, decimal, list, object, text, whole } from '../rules';
import * as stated from '../stated-settings';
import { language } from './patterns';

export const audio = object(
  {
    AudioSourceName: text(),
    AudioType: whole(0, 255),
    AudioTypeControl: choice('FOLLOW_INPUT', 'USE_CONFIGURED'),
    StreamName: text(),
    LanguageCodeControl: choice('FOLLOW_INPUT', 'USE_CONFIGURED'),
    LanguageCode: text(/^[A-Z]{3}$/),
    CustomLanguageCode: language,
    CodecSettings: object(
      {
        Codec: choice('AAC', 'WAV'),
        AacSettings: object(
          {
            Bitrate: whole(6000, 1_024_000),
            CodecProfile: choice('LC'),
            CodingMode: choice('CODING_MODE_1_0', 'CODING_MODE_2_0', 'CODING_MODE_5_1'),
            RateControlMode: choice('CBR'),
            RawFormat: choice('NONE'),
            SampleRate: whole(8000, 96_000),
            Specification: choice('MPEG4'),
            AudioDescriptionBroadcasterMix: choice('NORMAL'),
          },
          [],
          stated.aac,
        ),
        WavSettings: object(
          {
            BitDepth: whole(16, 16),
            Channels: whole(1, 2),
            Format: choice('RIFF'),
            SampleRate: whole(8000, 192_000),
          },
          [],
          stated.wav,
        ),
      },
      ['Codec'],
    ),
    AudioNormalizationSettings: object(
      {
        Algorithm: choice('ITU_BS_1770_1', 'ITU_BS_1770_2', 'ITU_BS_1770_3', 'ITU_BS_1770_4'),
        AlgorithmControl: choice('CORRECT_AUDIO'),
        CorrectionGateLevel: whole(-70, 0),
        LoudnessLogging: choice('DONT_LOG'),
        PeakCalculation: choice('NONE', 'TRUE_PEAK'),
        TargetLkfs: decimal(-59, 0),
        TruePeakLimiterThreshold: decimal(-8, 0),
      },
      [],
      stated.loudness,
    ),
    AudioChannelTaggingSettings: object({ ChannelTags: list(choice('L', 'R', 'C'), 1, 2) }, ['ChannelTags']),
  },
  ['CodecSettings'],
  stated.audio,
);
