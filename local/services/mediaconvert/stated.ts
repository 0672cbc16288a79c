/**
 * Settings that a job must state, though AWS does not demand it: what AWS takes instead can be seen, heard or paid for.
 * The defaults are those of the API's reference (https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html);
 * `undocumented` where it names none.
 */
export interface Stated {
  readonly default: string;
  readonly effect: string;
  /** Only of objects for which this holds. */
  readonly when?: (members: Readonly<Record<string, unknown>>) => boolean;
}

export type StatedMembers = Readonly<Record<string, Stated>>;

const undocumented = 'undocumented';
const setting = (byDefault: string, effect: string, when?: Stated['when']): Stated => ({
  default: byDefault,
  effect,
  ...(when && { when }),
});
const is = (member: string, value: unknown) => (members: Readonly<Record<string, unknown>>) =>
  members[member] === value;
const has = (member: string) => (members: Readonly<Record<string, unknown>>) => members[member] !== undefined;

export const request: StatedMembers = {
  AccelerationSettings: setting('DISABLED', 'accelerated jobs are billed by the professional tier'),
  BillingTagsSource: setting('JOB', 'which tags the bill shows'),
  Priority: setting('0', 'which job of a queue comes first'),
  Queue: setting("the account's default queue", 'where the job waits, and what it costs'),
  StatusUpdateInterval: setting('SECONDS_60', 'how often progress is reported'),
};

export const job: StatedMembers = {
  TimecodeConfig: setting('EMBEDDED', 'timecodes of the source move the outputs'),
};

export const input: StatedMembers = {
  TimecodeSource: setting('EMBEDDED', 'timecodes of the source decide where clips and thumbnails are'),
  AdvancedInputFilter: setting('DISABLED', 'removes detail with noise'),
  DeblockFilter: setting('DISABLED', 'smoothes the picture'),
  DenoiseFilter: setting('DISABLED', 'smoothes the picture'),
  FilterEnable: setting('AUTO', 'smoothes pictures of low quality'),
  InputScanType: setting('AUTO', 'progressive segmented frames are taken for interlaced ones'),
  PsiControl: setting('USE_PSI', 'which streams of a transport stream are found'),
};

export const videoSelector: StatedMembers = {
  AlphaBehavior: setting('DISCARD', 'what becomes of transparency'),
  ColorSpace: setting('FOLLOW', 'the colours'),
  ColorSpaceUsage: setting('FORCE', 'whether the file or the job decides the colours'),
  EmbeddedTimecodeOverride: setting('NONE', 'which timecodes count'),
  PadVideo: setting('DISABLED', 'whether black is added where the sound is longer'),
  Rotate: setting('DEGREE_0', 'films of phones lie on their side'),
  SampleRange: setting('FOLLOW', 'the contrast'),
};

export const audioSelector: StatedMembers = {
  AudioDurationCorrection: setting('DISABLED', 'whether sound is stretched to the picture'),
  DefaultSelection: setting('NOT_DEFAULT', 'what is heard where the selected track is missing'),
  Offset: setting('0', 'sound and picture drift apart'),
  SelectorType: setting('TRACK', 'which sound is taken'),
};

export const cmaf: StatedMembers = {
  ClientCache: setting('ENABLED', 'EXT-X-ALLOW-CACHE in the playlists'),
  CodecSpecification: setting('RFC_4281', 'how CODECS is written'),
  DashManifestStyle: setting('BASIC', 'where the MPD has its segments'),
  FragmentLength: setting('2', 'where players may begin'),
  ImageBasedTrickPlay: setting('NONE', 'whether there are thumbnails'),
  ImageBasedTrickPlaySettings: setting(
    'two by two thumbnails of 312 pixels',
    'how thumbnails look',
    is('ImageBasedTrickPlay', 'ADVANCED'),
  ),
  ManifestCompression: setting('NONE', 'whether playlists are gzip files'),
  ManifestDurationFormat: setting('FLOATING_POINT', 'how exact EXTINF is'),
  MinBufferTime: setting(undocumented, 'how long players buffer'),
  MinFinalSegmentLength: setting('0', 'how short the last segment is'),
  MpdManifestBandwidthType: setting('AVERAGE', 'which rendition players choose'),
  MpdProfile: setting('MAIN_PROFILE', "the MPD's profile"),
  PtsOffsetHandlingForBFrames: setting('ZERO_BASED', "the MPD's times"),
  SegmentControl: setting('SINGLE_FILE', 'one file in place of segments'),
  SegmentLength: setting('10', 'how long segments are'),
  SegmentLengthControl: setting('EXACT', 'key frames beside those of the GOPs'),
  StreamInfResolution: setting('INCLUDE', 'RESOLUTION in the multivariant playlist'),
  TargetDurationCompatibilityMode: setting('LEGACY', 'the target duration is rounded up'),
  VideoCompositionOffsets: setting('UNSIGNED', 'the picture begins after zero'),
  WriteDashManifest: setting('ENABLED', 'whether there is an MPD'),
  WriteHlsManifest: setting('ENABLED', 'whether there are playlists'),
  WriteSegmentTimelineInRepresentation: setting('DISABLED', "the MPD's times are only about right"),
};

const shared = (...names: string[]): StatedMembers =>
  Object.fromEntries(Object.entries(cmaf).filter(([name]) => names.includes(name)));

export const dash: StatedMembers = {
  ...shared(
    ...['DashManifestStyle', 'FragmentLength', 'ImageBasedTrickPlay', 'MinBufferTime', 'MinFinalSegmentLength'],
    ...['MpdManifestBandwidthType', 'MpdProfile', 'PtsOffsetHandlingForBFrames', 'SegmentControl'],
    ...['SegmentLengthControl', 'WriteSegmentTimelineInRepresentation'],
  ),
  AudioChannelConfigSchemeIdUri: setting('MPEG_CHANNEL_CONFIGURATION', 'how the MPD counts channels'),
  HbbtvCompliance: setting('NONE', "the MPD's profile"),
  SegmentLength: setting('30', 'how long segments are'),
};

export const thumbnails: StatedMembers = {
  IntervalCadence: setting('FOLLOW_IFRAME', 'a thumbnail for each key frame'),
  ThumbnailInterval: setting(undocumented, 'how far thumbnails are apart', is('IntervalCadence', 'FOLLOW_CUSTOM')),
  ThumbnailWidth: setting('312', 'how large thumbnails are'),
  TileHeight: setting('2', 'how many thumbnails an image has'),
  TileWidth: setting('2', 'how many thumbnails an image has'),
};

const noEvents: StatedMembers = {
  KlvMetadata: setting('NONE', "the source's metadata in the segments"),
  ManifestMetadataSignaling: setting('DISABLED', 'InbandEventStream in the MPD'),
  Scte35Esam: setting('NONE', "the source's markers in the segments"),
  Scte35Source: setting('NONE', "the source's markers in the segments"),
  TimedMetadata: setting('NONE', "the source's metadata in the segments"),
};
const audioDuration = setting('DEFAULT_CODEC_DURATION', 'whether sound is padded or cut to the picture');

export const cmfc: StatedMembers = {
  ...noEvents,
  AudioDuration: audioDuration,
  AudioTrackType: setting('AUDIO_ONLY_VARIANT_STREAM', 'which sound plays at first', has('AudioGroupId')),
  DescriptiveVideoServiceFlag: setting('DONT_FLAG', 'CHARACTERISTICS in the multivariant playlist'),
  IFrameOnlyManifest: setting('EXCLUDE', 'a playlist of the key frames alone'),
};

export const mpd: StatedMembers = { ...noEvents, AudioDuration: audioDuration };

const cslg = setting(undocumented, 'when the picture begins');

export const mp4: StatedMembers = {
  AudioDuration: audioDuration,
  CslgAtom: cslg,
  FreeSpaceBox: setting('EXCLUDE', "the file's size"),
  MoovPlacement: setting('PROGRESSIVE_DOWNLOAD', 'whether reading can begin before all is there'),
};

export const mov: StatedMembers = {
  ClapAtom: setting(undocumented, 'the shape of the picture'),
  CslgAtom: cslg,
  PaddingControl: setting('NONE', 'whether other programs accept the file'),
  Reference: setting('SELF_CONTAINED', 'whether the media is in the file'),
};

export const container: StatedMembers = {
  CmfcSettings: setting('all of its defaults', 'see its members', is('Container', 'CMFC')),
  MpdSettings: setting('all of its defaults', 'see its members', is('Container', 'MPD')),
  Mp4Settings: setting('all of its defaults', 'see its members', is('Container', 'MP4')),
  MovSettings: setting('all of its defaults', 'see its members', is('Container', 'MOV')),
};

export const video: StatedMembers = {
  AfdSignaling: setting('NONE', 'how televisions crop the picture'),
  AntiAlias: setting('ENABLED', 'jagged edges'),
  ColorMetadata: setting('INSERT', 'the colours'),
  DropFrameTimecode: setting('ENABLED', 'timecodes at 29.97 frames'),
  Height: setting("the source's", "the picture's size"),
  RespondToAfd: setting('NONE', 'whether the picture is cropped'),
  ScalingBehavior: setting('DEFAULT', 'bars around the picture'),
  Sharpness: setting('50', 'how sharp edges are'),
  TimecodeInsertion: setting('DISABLED', 'timecodes in the stream'),
  TimecodeTrack: setting('DISABLED', 'a further track'),
  Width: setting("the source's", "the picture's size"),
};

const specifiedRate = is('FramerateControl', 'SPECIFIED');
const specifiedPar = is('ParControl', 'SPECIFIED');

export const h264: StatedMembers = {
  AdaptiveQuantization: setting('AUTO', 'the quality'),
  CodecLevel: setting('AUTO', 'which devices play it'),
  CodecProfile: setting('MAIN', 'which devices play it, and CODECS'),
  DynamicSubGop: setting('STATIC', 'the order of frames'),
  EndOfStreamMarkers: setting('INCLUDE', "the stream's end"),
  EntropyEncoding: setting('CABAC', 'which devices play it'),
  FramerateControl: setting('INITIALIZE_FROM_SOURCE', 'the frame rate'),
  FramerateConversionAlgorithm: setting('DUPLICATE_DROP', 'how motion looks'),
  FramerateDenominator: setting(undocumented, 'the frame rate', specifiedRate),
  FramerateNumerator: setting(undocumented, 'the frame rate', specifiedRate),
  GopBReference: setting('ENABLED, and DISABLED before 2024', 'the order of frames'),
  GopClosedCadence: setting(undocumented, 'whether players can begin at each GOP'),
  GopSize: setting(undocumented, 'where segments can be cut'),
  GopSizeUnits: setting('AUTO', 'where segments can be cut'),
  HrdBufferInitialFillPercentage: setting(undocumented, 'how fast playback can begin'),
  HrdBufferSize: setting(undocumented, 'how far the bitrate may rise'),
  InterlaceMode: setting('PROGRESSIVE', 'combs in the picture'),
  MinIInterval: setting('0', 'where key frames are'),
  NumberBFramesBetweenReferenceFrames: setting('chosen by the content', 'when the picture begins'),
  NumberReferenceFrames: setting(undocumented, 'which devices play it'),
  ParControl: setting('INITIALIZE_FROM_SOURCE', "the picture's shape"),
  ParDenominator: setting(undocumented, "the picture's shape", specifiedPar),
  ParNumerator: setting(undocumented, "the picture's shape", specifiedPar),
  QualityTuningLevel: setting('SINGLE_PASS', 'the quality, and the price'),
  QvbrSettings: setting('chosen by the bitrate', 'the quality', is('RateControlMode', 'QVBR')),
  RateControlMode: setting(undocumented, 'the bitrate'),
  RepeatPps: setting('DISABLED', "the stream's headers"),
  SceneChangeDetect: setting('ENABLED', 'key frames beside those of the GOPs'),
  Slices: setting(undocumented, 'how fast it can be decoded'),
  SlowPal: setting('DISABLED', 'the speed of films of 24 frames'),
  Softness: setting('0', 'the quality'),
  Syntax: setting('DEFAULT', "the stream's headers"),
  UnregisteredSeiTimecode: setting('DISABLED', 'timecodes in the stream'),
  WriteMp4PackagingType: setting('AVC1', 'CODECS'),
};

export const qvbr: StatedMembers = {
  QvbrQualityLevel: setting('chosen by the bitrate', 'the quality'),
  QvbrQualityLevelFineTune: setting('0', 'the quality'),
};

export const deinterlacer: StatedMembers = {
  Algorithm: setting(undocumented, 'how motion looks'),
  Control: setting('NORMAL', 'which frames are touched'),
  Mode: setting('DEINTERLACE', 'how motion looks'),
};

export const colorCorrector: StatedMembers = {
  ColorSpaceConversion: setting('NONE', 'the colours'),
  HdrToSdrToneMapper: setting('PRESERVE_DETAILS', 'the highlights'),
  SampleRangeConversion: setting('NONE', 'the contrast'),
};

export const audio: StatedMembers = {
  AudioChannelTaggingSettings: setting(
    'every channel is the centre',
    'what is heard from which side',
    ({ CodecSettings }) => is('Codec', 'WAV')(CodecSettings as Record<string, unknown>),
  ),
  AudioSourceName: setting('the first selector', 'which sound is heard'),
  AudioType: setting('0', 'what players show the sound as'),
  AudioTypeControl: setting('FOLLOW_INPUT', 'what players show the sound as'),
  LanguageCodeControl: setting('FOLLOW_INPUT', "the track's language"),
};

export const aac: StatedMembers = {
  AudioDescriptionBroadcasterMix: setting('NORMAL', 'what players show the sound as'),
  Bitrate: setting('chosen by coding mode and profile', 'the quality'),
  CodecProfile: setting('LC', 'which devices play it'),
  CodingMode: setting(undocumented, 'how many channels there are'),
  RateControlMode: setting('CBR', 'the bitrate'),
  RawFormat: setting('NONE', 'how frames are wrapped'),
  SampleRate: setting(undocumented, 'the quality'),
  Specification: setting('MPEG4', 'CODECS'),
};

export const wav: StatedMembers = {
  BitDepth: setting(undocumented, 'the quality'),
  Channels: setting(undocumented, 'how many channels there are'),
  Format: setting('RIFF', 'how large a file may be'),
  SampleRate: setting(undocumented, 'the quality'),
};

export const loudness: StatedMembers = {
  Algorithm: setting('ITU_BS_1770_2', 'how loud the film is'),
  AlgorithmControl: setting('CORRECT_AUDIO', 'whether the loudness is changed'),
  CorrectionGateLevel: setting('-70', 'how quiet a film may stay'),
  LoudnessLogging: setting('DONT_LOG', 'a further file in the bucket'),
  PeakCalculation: setting('NONE', 'a further column in that file'),
  TargetLkfs: setting('-24 or -23, by the algorithm', 'how loud the film is'),
  TruePeakLimiterThreshold: setting(undocumented, 'distortion in players'),
};
