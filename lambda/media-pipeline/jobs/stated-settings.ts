import type {
  AacSettings,
  AudioDescription,
  AudioSelector,
  CmafGroupSettings,
  CmfcSettings,
  CreateJobRequest,
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
 * The settings that all jobs have in common, by part of the job. Nearly all are MediaConvert's defaults. They are stated
 * because defaults may change, differ between the console and the API, or be undocumented, and each of these settings
 * affects the picture, the sound or the bill. The laptop's MediaConvert rejects jobs that lack one (local/services/mediaconvert/stated-settings/, with the defaults and their effects).
 */

export const statedRequest = {
  // Accelerated jobs are billed by the professional tier.
  AccelerationSettings: { Mode: 'DISABLED' },
  BillingTagsSource: 'JOB',
  Priority: 0,
  StatusUpdateInterval: 'SECONDS_10',
} as const satisfies Partial<CreateJobRequest>;

export const statedInput = {
  TimecodeSource: 'ZEROBASED',
  AdvancedInputFilter: 'DISABLED',
  DeblockFilter: 'DISABLED',
  DenoiseFilter: 'DISABLED',
  FilterEnable: 'AUTO',
  InputScanType: 'AUTO',
  // Only the streams that a transport stream lists are read.
  PsiControl: 'USE_PSI',
} as const satisfies Input;

export const statedVideoSelector = {
  AlphaBehavior: 'DISCARD',
  ColorSpace: 'FOLLOW',
  ColorSpaceUsage: 'FALLBACK',
  EmbeddedTimecodeOverride: 'NONE',
  PadVideo: 'DISABLED',
  SampleRange: 'FOLLOW',
} as const satisfies VideoSelector;

export const statedAudioSelector = {
  AudioDurationCorrection: 'DISABLED',
  DefaultSelection: 'DEFAULT',
  Offset: 0,
  SelectorType: 'TRACK',
} as const satisfies AudioSelector;

export const statedVideo = {
  AfdSignaling: 'NONE',
  AntiAlias: 'ENABLED',
  ColorMetadata: 'INSERT',
  DropFrameTimecode: 'DISABLED',
  RespondToAfd: 'NONE',
  Sharpness: 50,
  TimecodeInsertion: 'DISABLED',
  TimecodeTrack: 'DISABLED',
} as const satisfies VideoDescription;

/** Closed, equal GOPs without cuts at scenes, so that a player can change the rendition at any segment. */
export const statedH264 = {
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

export const statedAudio = { AudioType: 0, AudioTypeControl: 'FOLLOW_INPUT' } as const satisfies AudioDescription;

export const statedAac = {
  AudioDescriptionBroadcasterMix: 'NORMAL',
  CodecProfile: 'LC',
  RateControlMode: 'CBR',
  RawFormat: 'NONE',
  SampleRate: 48_000,
  Specification: 'MPEG4',
} as const satisfies Partial<AacSettings>;

/**
 * EBU R 128: -23 LUFS, true peak at most -1 dBTP. Dubs are made to the same target, so that changing the language does
 * not change the loudness.
 */
export const statedLoudness = {
  Algorithm: 'ITU_BS_1770_3',
  AlgorithmControl: 'CORRECT_AUDIO',
  CorrectionGateLevel: -70,
  LoudnessLogging: 'DONT_LOG',
  PeakCalculation: 'NONE',
  TargetLkfs: -23,
  TruePeakLimiterThreshold: -1,
} as const satisfies AudioDescription['AudioNormalizationSettings'];

/** No events of the source's are carried into the segments. */
const noEvents = {
  KlvMetadata: 'NONE',
  ManifestMetadataSignaling: 'DISABLED',
  Scte35Esam: 'NONE',
  Scte35Source: 'NONE',
  TimedMetadata: 'NONE',
} as const;

export const statedCmfc = {
  ...noEvents,
  AudioDuration: 'DEFAULT_CODEC_DURATION',
  DescriptiveVideoServiceFlag: 'DONT_FLAG',
  IFrameOnlyManifest: 'EXCLUDE',
} as const satisfies CmfcSettings;

export const statedMpd = { ...noEvents, AudioDuration: 'DEFAULT_CODEC_DURATION' } as const satisfies MpdSettings;

export const statedMp4 = {
  AudioDuration: 'DEFAULT_CODEC_DURATION',
  CslgAtom: 'INCLUDE',
  FreeSpaceBox: 'EXCLUDE',
  MoovPlacement: 'PROGRESSIVE_DOWNLOAD',
} as const satisfies Mp4Settings;

export const statedMov = {
  ClapAtom: 'EXCLUDE',
  CslgAtom: 'INCLUDE',
  PaddingControl: 'NONE',
  Reference: 'SELF_CONTAINED',
} as const satisfies MovSettings;

const segmented = {
  DashManifestStyle: 'BASIC',
  ImageBasedTrickPlay: 'NONE',
  // Its unit is not documented. In seconds it is the encoder's buffer; in milliseconds it would have no effect. The
  // published MPD has its own value: publish/manifests/compose-dash.ts.
  MinBufferTime: 2,
  MinFinalSegmentLength: 0,
  MpdManifestBandwidthType: 'MAX',
  MpdProfile: 'MAIN_PROFILE',
  PtsOffsetHandlingForBFrames: 'ZERO_BASED',
  SegmentControl: 'SEGMENTED_FILES',
  WriteSegmentTimelineInRepresentation: 'ENABLED',
} as const;

export const statedCmaf = {
  ...segmented,
  ClientCache: 'ENABLED',
  CodecSpecification: 'RFC_6381',
  ManifestCompression: 'NONE',
  ManifestDurationFormat: 'FLOATING_POINT',
  SegmentLengthControl: 'GOP_MULTIPLE',
  StreamInfResolution: 'INCLUDE',
  // Rounded to the nearest second, as RFC 8216 (4.3.3.1) requires; LEGACY always rounds up.
  TargetDurationCompatibilityMode: 'SPEC_COMPLIANT',
  // The presentation of picture and sound starts at zero.
  VideoCompositionOffsets: 'SIGNED',
  WriteDashManifest: 'ENABLED',
  WriteHlsManifest: 'ENABLED',
} as const satisfies CmafGroupSettings;

export const statedDash = {
  ...segmented,
  AudioChannelConfigSchemeIdUri: 'MPEG_CHANNEL_CONFIGURATION',
  HbbtvCompliance: 'NONE',
  // Sound has no GOPs.
  SegmentLengthControl: 'EXACT',
} as const satisfies DashIsoGroupSettings;
