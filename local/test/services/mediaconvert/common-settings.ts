import type {
  AacSettings,
  AudioDescription,
  AudioSelector,
  CmafGroupSettings,
  CmfcSettings,
  DashIsoGroupSettings,
  H264Settings,
  Input,
  MovSettings,
  Mp4Settings,
  MpdSettings,
  VideoDescription,
  VideoSelector,
} from '@aws-sdk/client-mediaconvert';

/*
 * Fixed settings for the jobs of these tests, by part of the job. They contain what the stand-in requires in addition to
 * AWS (`local/services/mediaconvert/stated-settings/`, with the same names), except for what the jobs differ in.
 */

export const input = {
  TimecodeSource: 'ZEROBASED',
  AdvancedInputFilter: 'DISABLED',
  DeblockFilter: 'DISABLED',
  DenoiseFilter: 'DISABLED',
  FilterEnable: 'AUTO',
  InputScanType: 'AUTO',
  PsiControl: 'USE_PSI',
} as const satisfies Input;

export const videoSelector = {
  AlphaBehavior: 'DISCARD',
  ColorSpace: 'FOLLOW',
  ColorSpaceUsage: 'FALLBACK',
  EmbeddedTimecodeOverride: 'NONE',
  PadVideo: 'DISABLED',
  SampleRange: 'FOLLOW',
} as const satisfies VideoSelector;

export const audioSelector = {
  AudioDurationCorrection: 'DISABLED',
  DefaultSelection: 'DEFAULT',
  Offset: 0,
  SelectorType: 'TRACK',
} as const satisfies AudioSelector;

export const video = {
  AfdSignaling: 'NONE',
  AntiAlias: 'ENABLED',
  ColorMetadata: 'INSERT',
  DropFrameTimecode: 'DISABLED',
  RespondToAfd: 'NONE',
  ScalingBehavior: 'STRETCH_TO_OUTPUT',
  Sharpness: 50,
  TimecodeInsertion: 'DISABLED',
  TimecodeTrack: 'DISABLED',
} as const satisfies VideoDescription;

export const h264 = {
  AdaptiveQuantization: 'AUTO',
  CodecLevel: 'AUTO',
  CodecProfile: 'HIGH',
  DynamicSubGop: 'STATIC',
  EndOfStreamMarkers: 'INCLUDE',
  EntropyEncoding: 'CABAC',
  FramerateConversionAlgorithm: 'DUPLICATE_DROP',
  GopBReference: 'ENABLED',
  GopClosedCadence: 1,
  HrdBufferInitialFillPercentage: 90,
  InterlaceMode: 'PROGRESSIVE',
  MinIInterval: 0,
  NumberBFramesBetweenReferenceFrames: 2,
  NumberReferenceFrames: 3,
  ParControl: 'SPECIFIED',
  ParDenominator: 1,
  ParNumerator: 1,
  QualityTuningLevel: 'SINGLE_PASS_HQ',
  RateControlMode: 'QVBR',
  RepeatPps: 'DISABLED',
  SceneChangeDetect: 'DISABLED',
  Slices: 1,
  SlowPal: 'DISABLED',
  Softness: 0,
  Syntax: 'DEFAULT',
  UnregisteredSeiTimecode: 'DISABLED',
  WriteMp4PackagingType: 'AVC1',
} as const satisfies H264Settings;

export const audio = {
  AudioSourceName: 'original',
  AudioType: 0,
  AudioTypeControl: 'FOLLOW_INPUT',
  LanguageCodeControl: 'FOLLOW_INPUT',
} as const satisfies AudioDescription;

export const aac = {
  AudioDescriptionBroadcasterMix: 'NORMAL',
  CodecProfile: 'LC',
  RateControlMode: 'CBR',
  RawFormat: 'NONE',
  SampleRate: 48_000,
  Specification: 'MPEG4',
} as const satisfies Partial<AacSettings>;

/** Without the target, which is -23 LUFS in EBU R 128. */
export const loudness = {
  Algorithm: 'ITU_BS_1770_3',
  AlgorithmControl: 'CORRECT_AUDIO',
  CorrectionGateLevel: -70,
  LoudnessLogging: 'DONT_LOG',
  PeakCalculation: 'NONE',
  TruePeakLimiterThreshold: -1,
} as const satisfies AudioDescription['AudioNormalizationSettings'];

const noEvents = {
  KlvMetadata: 'NONE',
  ManifestMetadataSignaling: 'DISABLED',
  Scte35Esam: 'NONE',
  Scte35Source: 'NONE',
  TimedMetadata: 'NONE',
} as const;

export const cmfc = {
  ...noEvents,
  AudioDuration: 'DEFAULT_CODEC_DURATION',
  DescriptiveVideoServiceFlag: 'DONT_FLAG',
  IFrameOnlyManifest: 'EXCLUDE',
} as const satisfies CmfcSettings;

export const mpd = { ...noEvents, AudioDuration: 'DEFAULT_CODEC_DURATION' } as const satisfies MpdSettings;

export const mp4 = {
  AudioDuration: 'DEFAULT_CODEC_DURATION',
  CslgAtom: 'INCLUDE',
  FreeSpaceBox: 'EXCLUDE',
  MoovPlacement: 'PROGRESSIVE_DOWNLOAD',
} as const satisfies Mp4Settings;

export const mov = {
  ClapAtom: 'EXCLUDE',
  CslgAtom: 'INCLUDE',
  PaddingControl: 'NONE',
  Reference: 'SELF_CONTAINED',
} as const satisfies MovSettings;

/** Of groups of segments. */
const segments = {
  DashManifestStyle: 'BASIC',
  ImageBasedTrickPlay: 'NONE',
  MinBufferTime: 2,
  MinFinalSegmentLength: 0,
  MpdManifestBandwidthType: 'MAX',
  MpdProfile: 'MAIN_PROFILE',
  PtsOffsetHandlingForBFrames: 'ZERO_BASED',
  SegmentControl: 'SEGMENTED_FILES',
  WriteSegmentTimelineInRepresentation: 'ENABLED',
} as const;

export const cmaf = {
  ...segments,
  ClientCache: 'ENABLED',
  CodecSpecification: 'RFC_6381',
  ManifestCompression: 'NONE',
  ManifestDurationFormat: 'FLOATING_POINT',
  SegmentLengthControl: 'GOP_MULTIPLE',
  StreamInfResolution: 'INCLUDE',
  TargetDurationCompatibilityMode: 'SPEC_COMPLIANT',
  VideoCompositionOffsets: 'SIGNED',
  WriteDashManifest: 'ENABLED',
  WriteHlsManifest: 'ENABLED',
} as const satisfies CmafGroupSettings;

export const dash = {
  ...segments,
  AudioChannelConfigSchemeIdUri: 'MPEG_CHANNEL_CONFIGURATION',
  HbbtvCompliance: 'NONE',
  SegmentLengthControl: 'EXACT',
} as const satisfies DashIsoGroupSettings;
