import { choice, decimal, list, map, object, text, whole } from './rules';
import * as stated from './stated';

/**
 * The job settings that this stand-in acts upon, with the ranges of AWS's model. A value that AWS knows and that is not
 * listed is refused: nothing is ignored in silence. What only concerns AWS's own encoder and has no effect that could be
 * seen is marked as such. What has to be stated is in `stated.ts`.
 */
const biggest = 2_147_483_647;
const s3Url = text(/^s3:\/\/[^/]+\/.+$/);
const language = text(/^[A-Za-z]{2,3}(-[A-Za-z0-9-]+)?$/);

const h264 = object(
  {
    // The encoder's own finesse.
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
    // Acted upon.
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
    GopSize: decimal(0, biggest),
    GopSizeUnits: choice('FRAMES', 'SECONDS'),
    // GOPs are closed, each of them.
    GopClosedCadence: whole(1, 1),
    MinIInterval: whole(0, 30),
    SceneChangeDetect: choice('DISABLED'),
    NumberBFramesBetweenReferenceFrames: whole(0, 7),
    FramerateControl: choice('INITIALIZE_FROM_SOURCE', 'SPECIFIED'),
    FramerateNumerator: whole(1, biggest),
    FramerateDenominator: whole(1, biggest),
    FramerateConversionAlgorithm: choice('DUPLICATE_DROP'),
    InterlaceMode: choice('PROGRESSIVE'),
    ParControl: choice('INITIALIZE_FROM_SOURCE', 'SPECIFIED'),
    ParNumerator: whole(1, biggest),
    ParDenominator: whole(1, biggest),
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

const video = object(
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
          SampleRangeConversion: choice('NONE'),
        },
        [],
        stated.colorCorrector,
      ),
    }),
  },
  ['CodecSettings'],
  stated.video,
);

const audio = object(
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

const container = object(
  {
    Container: choice('CMFC', 'MPD', 'MP4', 'MOV'),
    CmfcSettings: object(
      {
        AudioGroupId: text(),
        AudioRenditionSets: text(),
        AudioTrackType: choice(
          'ALTERNATE_AUDIO_AUTO_SELECT_DEFAULT',
          'ALTERNATE_AUDIO_AUTO_SELECT',
          'ALTERNATE_AUDIO_NOT_AUTO_SELECT',
        ),
        AudioDuration: choice('DEFAULT_CODEC_DURATION'),
        DescriptiveVideoServiceFlag: choice('DONT_FLAG'),
        IFrameOnlyManifest: choice('EXCLUDE', 'INCLUDE'),
        Scte35Esam: choice('NONE'),
        Scte35Source: choice('NONE'),
        TimedMetadata: choice('NONE'),
        KlvMetadata: choice('NONE'),
        ManifestMetadataSignaling: choice('DISABLED'),
      },
      [],
      stated.cmfc,
    ),
    MpdSettings: object(
      {
        AudioDuration: choice('DEFAULT_CODEC_DURATION'),
        Scte35Esam: choice('NONE'),
        Scte35Source: choice('NONE'),
        TimedMetadata: choice('NONE'),
        KlvMetadata: choice('NONE'),
        ManifestMetadataSignaling: choice('DISABLED'),
      },
      [],
      stated.mpd,
    ),
    Mp4Settings: object(
      {
        AudioDuration: choice('DEFAULT_CODEC_DURATION'),
        CslgAtom: choice('INCLUDE'),
        FreeSpaceBox: choice('EXCLUDE'),
        MoovPlacement: choice('PROGRESSIVE_DOWNLOAD', 'NORMAL'),
      },
      [],
      stated.mp4,
    ),
    MovSettings: object(
      {
        ClapAtom: choice('EXCLUDE'),
        CslgAtom: choice('INCLUDE'),
        PaddingControl: choice('NONE'),
        Reference: choice('SELF_CONTAINED'),
      },
      [],
      stated.mov,
    ),
  },
  ['Container'],
  stated.container,
);

const output = object({
  NameModifier: text(/^[^/\\]+$/),
  Extension: text(/^[A-Za-z0-9]+$/),
  ContainerSettings: container,
  VideoDescription: video,
  AudioDescriptions: list(audio, 0, 1),
});

const systems = (most: number) => list(text(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i), 1, most);

/** SPEKE 2.0 alone. */
const provider = {
  Url: text(/^https:\/\/[^:@/]*(\/.*)?$/),
  ResourceId: text(/^[\w-]+$/),
  EncryptionContractConfiguration: object(
    {
      SpekeVideoPreset: choice('PRESET_VIDEO_1', 'SHARED', 'UNENCRYPTED'),
      SpekeAudioPreset: choice('PRESET_AUDIO_1', 'SHARED', 'UNENCRYPTED'),
    },
    ['SpekeVideoPreset', 'SpekeAudioPreset'],
  ),
};

const cmafEncryption = object(
  {
    Type: choice('SPEKE'),
    // Either way, segments are encrypted as `cenc`: see content-keys.ts.
    EncryptionMethod: choice('SAMPLE_AES', 'AES_CTR'),
    InitializationVectorInManifest: choice('INCLUDE', 'EXCLUDE'),
    SpekeKeyProvider: object({ ...provider, DashSignaledSystemIds: systems(3), HlsSignaledSystemIds: systems(3) }, [
      ...Object.keys(provider),
      'DashSignaledSystemIds',
      'HlsSignaledSystemIds',
    ]),
  },
  ['Type', 'EncryptionMethod', 'SpekeKeyProvider'],
);

const dashEncryption = object(
  {
    PlaybackDeviceCompatibility: choice('CENC_V1'),
    SpekeKeyProvider: object({ ...provider, SystemIds: systems(2) }, [...Object.keys(provider), 'SystemIds']),
  },
  ['SpekeKeyProvider'],
);

const segmented = {
  Destination: s3Url,
  DashManifestStyle: choice('BASIC'),
  SegmentControl: choice('SEGMENTED_FILES'),
  SegmentLength: whole(1, biggest),
  SegmentLengthControl: choice('EXACT', 'GOP_MULTIPLE'),
  FragmentLength: whole(1, biggest),
  MinBufferTime: whole(0, biggest),
  MinFinalSegmentLength: decimal(0, 0),
  MpdProfile: choice('MAIN_PROFILE'),
  MpdManifestBandwidthType: choice('MAX', 'AVERAGE'),
  WriteSegmentTimelineInRepresentation: choice('ENABLED'),
  PtsOffsetHandlingForBFrames: choice('ZERO_BASED'),
};

const cmaf = object(
  {
    ...segmented,
    Encryption: cmafEncryption,
    ClientCache: choice('ENABLED'),
    CodecSpecification: choice('RFC_6381', 'RFC_4281'),
    ManifestCompression: choice('NONE'),
    ManifestDurationFormat: choice('FLOATING_POINT', 'INTEGER'),
    StreamInfResolution: choice('INCLUDE', 'EXCLUDE'),
    TargetDurationCompatibilityMode: choice('LEGACY', 'SPEC_COMPLIANT'),
    VideoCompositionOffsets: choice('SIGNED'),
    WriteHlsManifest: choice('ENABLED', 'DISABLED'),
    WriteDashManifest: choice('ENABLED', 'DISABLED'),
    ImageBasedTrickPlay: choice('NONE', 'ADVANCED'),
    ImageBasedTrickPlaySettings: object(
      {
        IntervalCadence: choice('FOLLOW_CUSTOM'),
        ThumbnailInterval: decimal(0.1, biggest),
        ThumbnailWidth: whole(8, 4096),
        ThumbnailHeight: whole(2, 4096),
        TileWidth: whole(1, 512),
        TileHeight: whole(1, 2048),
      },
      [],
      stated.thumbnails,
    ),
  },
  ['Destination'],
  stated.cmaf,
);

const group = object(
  {
    Name: text(),
    CustomName: text(),
    OutputGroupSettings: object(
      {
        Type: choice('CMAF_GROUP_SETTINGS', 'DASH_ISO_GROUP_SETTINGS', 'FILE_GROUP_SETTINGS'),
        CmafGroupSettings: cmaf,
        DashIsoGroupSettings: object(
          {
            ...segmented,
            Encryption: dashEncryption,
            AudioChannelConfigSchemeIdUri: choice('MPEG_CHANNEL_CONFIGURATION'),
            HbbtvCompliance: choice('NONE'),
            ImageBasedTrickPlay: choice('NONE'),
            VideoCompositionOffsets: choice('SIGNED'),
          },
          ['Destination'],
          stated.dash,
        ),
        // MP4 and QuickTime; see create-job.ts.
        FileGroupSettings: object({ Destination: s3Url }, ['Destination']),
      },
      ['Type'],
    ),
    Outputs: list(output, 1),
  },
  ['OutputGroupSettings', 'Outputs'],
);

const input = object(
  {
    FileInput: s3Url,
    TimecodeSource: choice('ZEROBASED', 'EMBEDDED'),
    AdvancedInputFilter: choice('DISABLED'),
    FilterEnable: choice('AUTO', 'DISABLE'),
    FilterStrength: whole(0, 0),
    PsiControl: choice('IGNORE_PSI', 'USE_PSI'),
    DeblockFilter: choice('DISABLED'),
    DenoiseFilter: choice('DISABLED'),
    InputScanType: choice('AUTO'),
    VideoSelector: object(
      {
        Rotate: choice('AUTO', 'DEGREE_0', 'DEGREES_90', 'DEGREES_180', 'DEGREES_270'),
        ColorSpace: choice('FOLLOW'),
        ColorSpaceUsage: choice('FALLBACK', 'FORCE'),
        AlphaBehavior: choice('DISCARD'),
        EmbeddedTimecodeOverride: choice('NONE'),
        PadVideo: choice('DISABLED'),
        SampleRange: choice('FOLLOW'),
      },
      [],
      stated.videoSelector,
    ),
    AudioSelectors: map(
      object(
        {
          AudioDurationCorrection: choice('DISABLED'),
          DefaultSelection: choice('DEFAULT', 'NOT_DEFAULT'),
          SelectorType: choice('TRACK', 'LANGUAGE_CODE'),
          Tracks: list(whole(1, biggest), 1, 1),
          LanguageCode: text(/^[A-Z]{3}$/),
          CustomLanguageCode: language,
          Offset: whole(0, 0),
          ProgramSelection: whole(0, 8),
        },
        [],
        stated.audioSelector,
      ),
    ),
  },
  ['FileInput'],
  stated.input,
);

export const jobSettings = object(
  {
    TimecodeConfig: object({ Source: choice('ZEROBASED', 'EMBEDDED') }),
    AdAvailOffset: whole(0, 0),
    Inputs: list(input, 1, 1),
    OutputGroups: list(group, 1),
  },
  ['Inputs', 'OutputGroups'],
  stated.job,
);

export const statusUpdateIntervals = choice(
  ...[10, 12, 15, 20, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600].map((seconds) => `SECONDS_${seconds}`),
);
