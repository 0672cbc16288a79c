import { choice, decimal, object, whole } from '../rules';
import * as stated from '../stated-settings';
import { MAX_INTEGER } from './patterns';

const h264 = object(
  {
    // These only tune AWS's own encoder. They are accepted and have no effect here.
    AdaptiveQuantization: choice('AUTO', 'OFF', 'LOW', 'MEDIUM', 'HIGH', 'HIGHER', 'MAX'),
    SpatialAdaptiveQuantization: choice('ENABLED', 'DISABLED'),
    TemporalAdaptiveQuantization: choice('ENABLED', 'DISABLED'),
    FlickerAdaptiveQuantization: choice('ENABLED', 'DISABLED'),
    DynamicSubGop: choice('ADAPTIVE', 'STATIC'),
    GopBReference: choice('ENABLED', 'DISABLED'),
    Slices: whole(1, 32),
    Softness: whole(0, 128),
    NumberReferenceFrames: whole(1, 6),
    HrdBufferInitialFillPercentage: whole(0, 100),
    EndOfStreamMarkers: choice('INCLUDE'),
    // These have the effect that they have on AWS.
    Bitrate: whole(1000, 1_152_000_000),
    MaxBitrate: whole(1000, 1_152_000_000),
    HrdBufferSize: whole(0, 1_152_000_000),
    RateControlMode: choice('QVBR', 'VBR', 'CBR'),
    QvbrSettings: object(
      {
        QvbrQualityLevel: whole(1, 10),
        QvbrQualityLevelFineTune: decimal(0, 1),
        MaxAverageBitrate: whole(1000, 1_152_000_000),
      },
      [],
      stated.qvbr,
    ),
    QualityTuningLevel: choice('SINGLE_PASS', 'SINGLE_PASS_HQ', 'MULTI_PASS_HQ'),
    CodecProfile: choice('BASELINE', 'MAIN', 'HIGH'),
    CodecLevel: choice(
      'AUTO',
      ...['1', '1_1', '1_2', '1_3', '2', '2_1', '2_2', '3', '3_1', '3_2', '4', '4_1', '4_2', '5', '5_1', '5_2'].map(
        (level) => `LEVEL_${level}`,
      ),
    ),
    EntropyEncoding: choice('CABAC', 'CAVLC'),
    GopSize: decimal(0, MAX_INTEGER),
    GopSizeUnits: choice('FRAMES', 'SECONDS'),
    // Every GOP is closed.
    GopClosedCadence: whole(1, 1),
    MinIInterval: whole(0, 30),
    SceneChangeDetect: choice('DISABLED'),
    NumberBFramesBetweenReferenceFrames: whole(0, 7),
    FramerateControl: choice('INITIALIZE_FROM_SOURCE', 'SPECIFIED'),
    FramerateNumerator: whole(1, MAX_INTEGER),
    FramerateDenominator: whole(1, MAX_INTEGER),
    FramerateConversionAlgorithm: choice('DUPLICATE_DROP'),
    InterlaceMode: choice('PROGRESSIVE'),
    ParControl: choice('INITIALIZE_FROM_SOURCE', 'SPECIFIED'),
    ParNumerator: whole(1, MAX_INTEGER),
    ParDenominator: whole(1, MAX_INTEGER),
    Syntax: choice('DEFAULT'),
    RepeatPps: choice('DISABLED'),
    FieldEncoding: choice('PAFF'),
    SlowPal: choice('DISABLED'),
    Telecine: choice('NONE'),
    UnregisteredSeiTimecode: choice('DISABLED'),
    WriteMp4PackagingType: choice('AVC1'),
  },
  [],
  stated.h264,
);

export const video = object(
  {
    Width: whole(32, 8192),
    Height: whole(32, 8192),
    ScalingBehavior: choice('DEFAULT', 'STRETCH_TO_OUTPUT', 'FIT', 'FIT_NO_UPSCALE'),
    Sharpness: whole(0, 100),
    AntiAlias: choice('ENABLED', 'DISABLED'),
    TimecodeInsertion: choice('DISABLED'),
    TimecodeTrack: choice('DISABLED'),
    ColorMetadata: choice('INSERT'),
    RespondToAfd: choice('NONE'),
    AfdSignaling: choice('NONE'),
    DropFrameTimecode: choice('ENABLED', 'DISABLED'),
    CodecSettings: object({ Codec: choice('H_264'), H264Settings: h264 }, ['Codec', 'H264Settings']),
    VideoPreprocessors: object({
      Deinterlacer: object(
        {
          Algorithm: choice('INTERPOLATE'),
          Mode: choice('DEINTERLACE', 'ADAPTIVE'),
          Control: choice('NORMAL', 'FORCE_ALL_FRAMES'),
        },
        [],
        stated.deinterlacer,
      ),
      ColorCorrector: object(
        {
          ColorSpaceConversion: choice('NONE', 'FORCE_709'),
          HdrToSdrToneMapper: choice('PRESERVE_DETAILS', 'VIBRANT'),
          SampleRangeConversion: choice('NONE', 'LIMITED_RANGE_SQUEEZE'),
        },
        [],
        stated.colorCorrector,
      ),
    }),
  },
  ['CodecSettings'],
  stated.video,
);
