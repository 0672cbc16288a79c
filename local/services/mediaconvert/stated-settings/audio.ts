import { is, type StatedSettings, setting, UNDOCUMENTED } from './stated-setting';

export const audio: StatedSettings = {
  AudioChannelTaggingSettings: setting(
    'every channel is the centre',
    'the channel that each speaker plays',
    ({ CodecSettings }) => is('Codec', 'WAV')(CodecSettings as Record<string, unknown>),
  ),
  AudioSourceName: setting('the first selector', 'the sound that is heard'),
  AudioType: setting('0', 'the kind of sound that players show'),
  AudioTypeControl: setting('FOLLOW_INPUT', 'the kind of sound that players show'),
  LanguageCodeControl: setting('FOLLOW_INPUT', "the track's language"),
};

export const aac: StatedSettings = {
  AudioDescriptionBroadcasterMix: setting('NORMAL', 'the kind of sound that players show'),
  Bitrate: setting('chosen by coding mode and profile', 'the quality'),
  CodecProfile: setting('LC', 'the devices that can play the film'),
  CodingMode: setting(UNDOCUMENTED, 'the number of channels'),
  RateControlMode: setting('CBR', 'the bitrate'),
  RawFormat: setting('NONE', 'the format of frames'),
  SampleRate: setting(UNDOCUMENTED, 'the quality'),
  Specification: setting('MPEG4', 'CODECS'),
};

export const wav: StatedSettings = {
  BitDepth: setting(UNDOCUMENTED, 'the quality'),
  Channels: setting(UNDOCUMENTED, 'the number of channels'),
  Format: setting('RIFF', 'the maximum size of a file'),
  SampleRate: setting(UNDOCUMENTED, 'the quality'),
};

export const loudness: StatedSettings = {
  Algorithm: setting('ITU_BS_1770_2', 'the loudness of the film'),
  AlgorithmControl: setting('CORRECT_AUDIO', 'whether the loudness is changed'),
  CorrectionGateLevel: setting('-70', 'the loudness of quiet films'),
  LoudnessLogging: setting('DONT_LOG', 'whether a log file is written to the bucket'),
  PeakCalculation: setting('NONE', 'whether the log file has a column of peaks'),
  TargetLkfs: setting('-24 or -23, by the algorithm', 'the loudness of the film'),
  TruePeakLimiterThreshold: setting(UNDOCUMENTED, 'distortion in players'),
};
