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
const say = (byDefault: string, effect: string, when?: Stated['when']): Stated => ({
  default: byDefault,
  effect,
  ...(when && { when }),
});
const is = (member: string, value: unknown) => (members: Readonly<Record<string, unknown>>) =>
  members[member] === value;
const has = (member: string) => (members: Readonly<Record<string, unknown>>) => members[member] !== undefined;

export const request: StatedMembers = {
  AccelerationSettings: say('DISABLED', 'accelerated jobs are billed by the professional tier'),
  BillingTagsSource: say('JOB', 'which tags the bill shows'),
  Priority: say('0', 'which job of a queue comes first'),
  Queue: say("the account's default queue", 'where the job waits, and what it costs'),
  StatusUpdateInterval: say('SECONDS_60', 'how often progress is reported'),
};

export const job: StatedMembers = {
  TimecodeConfig: say('EMBEDDED', 'timecodes of the source move the outputs'),
};

export const input: StatedMembers = {
  TimecodeSource: say('EMBEDDED', 'timecodes of the source decide where clips and thumbnails are'),
  AdvancedInputFilter: say('DISABLED', 'removes detail with noise'),
  DeblockFilter: say('DISABLED', 'smoothes the picture'),
  DenoiseFilter: say('DISABLED', 'smoothes the picture'),
  FilterEnable: say('AUTO', 'smoothes pictures of low quality'),
  InputScanType: say('AUTO', 'progressive segmented frames are taken for interlaced ones'),
  PsiControl: say('USE_PSI', 'which streams of a transport stream are found'),
};

export const videoSelector: StatedMembers = {
  AlphaBehavior: say('DISCARD', 'what becomes of transparency'),
  ColorSpace: say('FOLLOW', 'the colours'),
  ColorSpaceUsage: say('FORCE', 'whose word on the colours counts'),
  EmbeddedTimecodeOverride: say('NONE', 'which timecodes count'),
  PadVideo: say('DISABLED', 'whether black is added where the sound is longer'),
  Rotate: say('DEGREE_0', 'films of phones lie on their side'),
  SampleRange: say('FOLLOW', 'the contrast'),
};

export const audioSelector: StatedMembers = {
  AudioDurationCorrection: say('DISABLED', 'whether sound is stretched to the picture'),
  DefaultSelection: say('NOT_DEFAULT', 'what is heard where the selected track is missing'),
  Offset: say('0', 'sound and picture drift apart'),
  SelectorType: say('TRACK', 'which sound is taken'),
};

export const cmaf: StatedMembers = {
  ClientCache: say('ENABLED', 'EXT-X-ALLOW-CACHE in the playlists'),
  CodecSpecification: say('RFC_4281', 'how CODECS is written'),
  DashManifestStyle: say('BASIC', 'where the MPD has its segments'),
  FragmentLength: say('2', 'where players may begin'),
  ImageBasedTrickPlay: say('NONE', 'whether there are thumbnails'),
  ImageBasedTrickPlaySettings: say(
    'two by two thumbnails of 312 pixels',
    'how thumbnails look',
    is('ImageBasedTrickPlay', 'ADVANCED'),
  ),
  ManifestCompression: say('NONE', 'whether playlists are gzip files'),
  ManifestDurationFormat: say('FLOATING_POINT', 'how exact EXTINF is'),
  MinBufferTime: say(undocumented, 'how long players buffer'),
  MinFinalSegmentLength: say('0', 'how short the last segment is'),
  MpdManifestBandwidthType: say('AVERAGE', 'which rendition players choose'),
  MpdProfile: say('MAIN_PROFILE', "the MPD's profile"),
  PtsOffsetHandlingForBFrames: say('ZERO_BASED', "the MPD's times"),
  SegmentControl: say('SINGLE_FILE', 'one file in place of segments'),
  SegmentLength: say('10', 'how long segments are'),
  SegmentLengthControl: say('EXACT', 'key frames beside those of the GOPs'),
  StreamInfResolution: say('INCLUDE', 'RESOLUTION in the multivariant playlist'),
  TargetDurationCompatibilityMode: say('LEGACY', 'the target duration is rounded up'),
  VideoCompositionOffsets: say('UNSIGNED', 'the picture begins after zero'),
  WriteDashManifest: say('ENABLED', 'whether there is an MPD'),
  WriteHlsManifest: say('ENABLED', 'whether there are playlists'),
  WriteSegmentTimelineInRepresentation: say('DISABLED', "the MPD's times are only about right"),
};

const shared = (...names: string[]): StatedMembers =>
  Object.fromEntries(Object.entries(cmaf).filter(([name]) => names.includes(name)));

export const dash: StatedMembers = {
  ...shared(
    ...['DashManifestStyle', 'FragmentLength', 'ImageBasedTrickPlay', 'MinBufferTime', 'MinFinalSegmentLength'],
    ...['MpdManifestBandwidthType', 'MpdProfile', 'PtsOffsetHandlingForBFrames', 'SegmentControl'],
    ...['SegmentLengthControl', 'WriteSegmentTimelineInRepresentation'],
  ),
  AudioChannelConfigSchemeIdUri: say('MPEG_CHANNEL_CONFIGURATION', 'how the MPD counts channels'),
  HbbtvCompliance: say('NONE', "the MPD's profile"),
  SegmentLength: say('30', 'how long segments are'),
};

export const thumbnails: StatedMembers = {
  IntervalCadence: say('FOLLOW_IFRAME', 'a thumbnail for each key frame'),
  ThumbnailInterval: say(undocumented, 'how far thumbnails are apart', is('IntervalCadence', 'FOLLOW_CUSTOM')),
  ThumbnailWidth: say('312', 'how large thumbnails are'),
  TileHeight: say('2', 'how many thumbnails an image has'),
  TileWidth: say('2', 'how many thumbnails an image has'),
};

const noEvents: StatedMembers = {
  KlvMetadata: say('NONE', "the source's metadata in the segments"),
  ManifestMetadataSignaling: say('DISABLED', 'InbandEventStream in the MPD'),
  Scte35Esam: say('NONE', "the source's markers in the segments"),
  Scte35Source: say('NONE', "the source's markers in the segments"),
  TimedMetadata: say('NONE', "the source's metadata in the segments"),
};
const audioDuration = say('DEFAULT_CODEC_DURATION', 'whether sound is padded or cut to the picture');

export const cmfc: StatedMembers = {
  ...noEvents,
  AudioDuration: audioDuration,
  AudioTrackType: say('AUDIO_ONLY_VARIANT_STREAM', 'which sound plays at first', has('AudioGroupId')),
  DescriptiveVideoServiceFlag: say('DONT_FLAG', 'CHARACTERISTICS in the multivariant playlist'),
};

export const mpd: StatedMembers = { ...noEvents, AudioDuration: audioDuration };

const cslg = say(undocumented, 'when the picture begins');

export const mp4: StatedMembers = {
  AudioDuration: audioDuration,
  CslgAtom: cslg,
  FreeSpaceBox: say('EXCLUDE', "the file's size"),
  MoovPlacement: say('PROGRESSIVE_DOWNLOAD', 'whether reading can begin before all is there'),
};

export const mov: StatedMembers = {
  ClapAtom: say(undocumented, 'the shape of the picture'),
  CslgAtom: cslg,
  PaddingControl: say('NONE', 'whether other programs accept the file'),
  Reference: say('SELF_CONTAINED', 'whether the media is in the file'),
};

export const container: StatedMembers = {
  CmfcSettings: say('all of its defaults', 'see its members', is('Container', 'CMFC')),
  MpdSettings: say('all of its defaults', 'see its members', is('Container', 'MPD')),
  Mp4Settings: say('all of its defaults', 'see its members', is('Container', 'MP4')),
  MovSettings: say('all of its defaults', 'see its members', is('Container', 'MOV')),
};

export const video: StatedMembers = {
  AfdSignaling: say('NONE', 'how televisions crop the picture'),
  AntiAlias: say('ENABLED', 'jagged edges'),
  ColorMetadata: say('INSERT', 'the colours'),
  DropFrameTimecode: say('ENABLED', 'timecodes at 29.97 frames'),
  Height: say("the source's", "the picture's size"),
  RespondToAfd: say('NONE', 'whether the picture is cropped'),
  ScalingBehavior: say('DEFAULT', 'bars around the picture'),
  Sharpness: say('50', 'how sharp edges are'),
  TimecodeInsertion: say('DISABLED', 'timecodes in the stream'),
  TimecodeTrack: say('DISABLED', 'a further track'),
  Width: say("the source's", "the picture's size"),
};

const specifiedRate = is('FramerateControl', 'SPECIFIED');
const specifiedPar = is('ParControl', 'SPECIFIED');

export const h264: StatedMembers = {
  AdaptiveQuantization: say('AUTO', 'the quality'),
  CodecLevel: say('AUTO', 'which devices play it'),
  CodecProfile: say('MAIN', 'which devices play it, and CODECS'),
  DynamicSubGop: say('STATIC', 'the order of frames'),
  EndOfStreamMarkers: say('INCLUDE', "the stream's end"),
  EntropyEncoding: say('CABAC', 'which devices play it'),
  FramerateControl: say('INITIALIZE_FROM_SOURCE', 'the frame rate'),
  FramerateConversionAlgorithm: say('DUPLICATE_DROP', 'how motion looks'),
  FramerateDenominator: say(undocumented, 'the frame rate', specifiedRate),
  FramerateNumerator: say(undocumented, 'the frame rate', specifiedRate),
  GopBReference: say('ENABLED, and DISABLED before 2024', 'the order of frames'),
  GopClosedCadence: say(undocumented, 'whether players can begin at each GOP'),
  GopSize: say(undocumented, 'where segments can be cut'),
  GopSizeUnits: say('AUTO', 'where segments can be cut'),
  HrdBufferInitialFillPercentage: say(undocumented, 'how fast playback can begin'),
  HrdBufferSize: say(undocumented, 'how far the bitrate may rise'),
  InterlaceMode: say('PROGRESSIVE', 'combs in the picture'),
  MinIInterval: say('0', 'where key frames are'),
  NumberBFramesBetweenReferenceFrames: say('chosen by the content', 'when the picture begins'),
  NumberReferenceFrames: say(undocumented, 'which devices play it'),
  ParControl: say('INITIALIZE_FROM_SOURCE', "the picture's shape"),
  ParDenominator: say(undocumented, "the picture's shape", specifiedPar),
  ParNumerator: say(undocumented, "the picture's shape", specifiedPar),
  QualityTuningLevel: say('SINGLE_PASS', 'the quality, and the price'),
  QvbrSettings: say('chosen by the bitrate', 'the quality', is('RateControlMode', 'QVBR')),
  RateControlMode: say(undocumented, 'the bitrate'),
  RepeatPps: say('DISABLED', "the stream's headers"),
  SceneChangeDetect: say('ENABLED', 'key frames beside those of the GOPs'),
  Slices: say(undocumented, 'how fast it can be decoded'),
  SlowPal: say('DISABLED', 'the speed of films of 24 frames'),
  Softness: say('0', 'the quality'),
  Syntax: say('DEFAULT', "the stream's headers"),
  UnregisteredSeiTimecode: say('DISABLED', 'timecodes in the stream'),
  WriteMp4PackagingType: say('AVC1', 'CODECS'),
};

export const qvbr: StatedMembers = {
  QvbrQualityLevel: say('chosen by the bitrate', 'the quality'),
  QvbrQualityLevelFineTune: say('0', 'the quality'),
};

export const deinterlacer: StatedMembers = {
  Algorithm: say(undocumented, 'how motion looks'),
  Control: say('NORMAL', 'which frames are touched'),
  Mode: say('DEINTERLACE', 'how motion looks'),
};

export const colorCorrector: StatedMembers = {
  ColorSpaceConversion: say('NONE', 'the colours'),
  HdrToSdrToneMapper: say('PRESERVE_DETAILS', 'the highlights'),
  SampleRangeConversion: say('NONE', 'the contrast'),
};

export const audio: StatedMembers = {
  AudioChannelTaggingSettings: say(
    'every channel is the centre',
    'what is heard from which side',
    ({ CodecSettings }) => is('Codec', 'WAV')(CodecSettings as Record<string, unknown>),
  ),
  AudioSourceName: say('the first selector', 'which sound is heard'),
  AudioType: say('0', 'what players show the sound as'),
  AudioTypeControl: say('FOLLOW_INPUT', 'what players show the sound as'),
  LanguageCodeControl: say('FOLLOW_INPUT', "the track's language"),
};

export const aac: StatedMembers = {
  AudioDescriptionBroadcasterMix: say('NORMAL', 'what players show the sound as'),
  Bitrate: say('chosen by coding mode and profile', 'the quality'),
  CodecProfile: say('LC', 'which devices play it'),
  CodingMode: say(undocumented, 'how many channels there are'),
  RateControlMode: say('CBR', 'the bitrate'),
  RawFormat: say('NONE', 'how frames are wrapped'),
  SampleRate: say(undocumented, 'the quality'),
  Specification: say('MPEG4', 'CODECS'),
};

export const wav: StatedMembers = {
  BitDepth: say(undocumented, 'the quality'),
  Channels: say(undocumented, 'how many channels there are'),
  Format: say('RIFF', 'how large a file may be'),
  SampleRate: say(undocumented, 'the quality'),
};

export const loudness: StatedMembers = {
  Algorithm: say('ITU_BS_1770_2', 'how loud the film is'),
  AlgorithmControl: say('CORRECT_AUDIO', 'whether the loudness is changed'),
  CorrectionGateLevel: say('-70', 'how quiet a film may stay'),
  LoudnessLogging: say('DONT_LOG', 'a further file in the bucket'),
  PeakCalculation: say('NONE', 'a further column in that file'),
  TargetLkfs: say('-24 or -23, by the algorithm', 'how loud the film is'),
  TruePeakLimiterThreshold: say(undocumented, 'distortion in players'),
};
