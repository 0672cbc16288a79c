import { is, type StatedSettings, setting, UNDOCUMENTED } from './stated-setting';

export const video: StatedSettings = {
  AfdSignaling: setting('NONE', 'cropping on televisions'),
  AntiAlias: setting('ENABLED', 'the smoothness of edges'),
  ColorMetadata: setting('INSERT', 'the colours'),
  DropFrameTimecode: setting('ENABLED', 'timecodes at 29.97 frames per second'),
  Height: setting("the source's", "the picture's size"),
  RespondToAfd: setting('NONE', 'whether the picture is cropped'),
  ScalingBehavior: setting('DEFAULT', 'bars around the picture, or a distorted shape'),
  Sharpness: setting('50', 'the sharpness of edges'),
  TimecodeInsertion: setting('DISABLED', 'timecodes in the stream'),
  TimecodeTrack: setting('DISABLED', 'whether the file has a timecode track'),
  Width: setting("the source's", "the picture's size"),
};

const specifiedRate = is('FramerateControl', 'SPECIFIED');
const specifiedPar = is('ParControl', 'SPECIFIED');

export const h264: StatedSettings = {
  AdaptiveQuantization: setting('AUTO', 'the quality'),
  CodecLevel: setting('AUTO', 'the devices that can play the film'),
  CodecProfile: setting('MAIN', 'the devices that can play the film, and CODECS'),
  DynamicSubGop: setting('STATIC', 'the order of frames'),
  EndOfStreamMarkers: setting('INCLUDE', "the stream's end"),
  EntropyEncoding: setting('CABAC', 'the devices that can play the film'),
  FramerateControl: setting('INITIALIZE_FROM_SOURCE', 'the frame rate'),
  FramerateConversionAlgorithm: setting('DUPLICATE_DROP', 'the smoothness of motion'),
  FramerateDenominator: setting(UNDOCUMENTED, 'the frame rate', specifiedRate),
  FramerateNumerator: setting(UNDOCUMENTED, 'the frame rate', specifiedRate),
  GopBReference: setting('ENABLED, and DISABLED before 2024', 'the order of frames'),
  GopClosedCadence: setting(UNDOCUMENTED, 'whether players can start at each GOP'),
  GopSize: setting(UNDOCUMENTED, 'where segments can be cut'),
  GopSizeUnits: setting('AUTO', 'where segments can be cut'),
  HrdBufferInitialFillPercentage: setting(UNDOCUMENTED, 'the delay before playback starts'),
  HrdBufferSize: setting(UNDOCUMENTED, 'the peak bitrate'),
  InterlaceMode: setting('PROGRESSIVE', 'interlacing artefacts'),
  MinIInterval: setting('0', 'the positions of key frames'),
  NumberBFramesBetweenReferenceFrames: setting('chosen by the content', 'the time of the first picture'),
  NumberReferenceFrames: setting(UNDOCUMENTED, 'the devices that can play the film'),
  ParControl: setting('INITIALIZE_FROM_SOURCE', "the picture's shape"),
  ParDenominator: setting(UNDOCUMENTED, "the picture's shape", specifiedPar),
  ParNumerator: setting(UNDOCUMENTED, "the picture's shape", specifiedPar),
  QualityTuningLevel: setting('SINGLE_PASS', 'the quality, and the price'),
  QvbrSettings: setting('chosen by the bitrate', 'the quality', is('RateControlMode', 'QVBR')),
  RateControlMode: setting(UNDOCUMENTED, 'the bitrate'),
  RepeatPps: setting('DISABLED', "the stream's headers"),
  SceneChangeDetect: setting('ENABLED', 'key frames in addition to those of the GOPs'),
  Slices: setting(UNDOCUMENTED, 'the speed of decoding'),
  SlowPal: setting('DISABLED', 'the speed of films of 24 frames'),
  Softness: setting('0', 'the quality'),
  Syntax: setting('DEFAULT', "the stream's headers"),
  UnregisteredSeiTimecode: setting('DISABLED', 'timecodes in the stream'),
  WriteMp4PackagingType: setting('AVC1', 'CODECS'),
};

export const qvbr: StatedSettings = {
  QvbrQualityLevel: setting('chosen by the bitrate', 'the quality'),
  QvbrQualityLevelFineTune: setting('0', 'the quality'),
};

export const deinterlacer: StatedSettings = {
  Algorithm: setting(UNDOCUMENTED, 'the smoothness of motion'),
  Control: setting('NORMAL', 'the frames that are changed'),
  Mode: setting('DEINTERLACE', 'the smoothness of motion'),
};

export const colorCorrector: StatedSettings = {
  ColorSpaceConversion: setting('NONE', 'the colours'),
  HdrToSdrToneMapper: setting('PRESERVE_DETAILS', 'the highlights'),
  SampleRangeConversion: setting('NONE', 'the contrast'),
};
