import { type StatedSettings, setting } from './stated-setting';

export const input: StatedSettings = {
  TimecodeSource: setting('EMBEDDED', "the positions of clips and thumbnails, which the source's timecodes move"),
  AdvancedInputFilter: setting('DISABLED', 'fine detail, which is removed together with noise'),
  DeblockFilter: setting('DISABLED', 'the sharpness of the picture'),
  DenoiseFilter: setting('DISABLED', 'the sharpness of the picture'),
  FilterEnable: setting('AUTO', 'the sharpness of pictures of low quality'),
  InputScanType: setting('AUTO', 'progressive segmented frames, which are taken for interlaced ones'),
  PsiControl: setting('USE_PSI', 'the streams that are found in a transport stream'),
};

export const videoSelector: StatedSettings = {
  AlphaBehavior: setting('DISCARD', 'transparent areas'),
  ColorSpace: setting('FOLLOW', 'the colours'),
  ColorSpaceUsage: setting('FORCE', 'the colours, which the file or the job can define'),
  EmbeddedTimecodeOverride: setting('NONE', 'the timecodes in use'),
  PadVideo: setting('DISABLED', 'the end of the picture where the sound is longer'),
  Rotate: setting('DEGREE_0', 'the orientation of films from phones'),
  SampleRange: setting('FOLLOW', 'the contrast'),
};

export const audioSelector: StatedSettings = {
  AudioDurationCorrection: setting('DISABLED', 'whether the sound is stretched to the length of the picture'),
  DefaultSelection: setting('NOT_DEFAULT', 'the sound of sources in which the selected track is missing'),
  Offset: setting('0', 'the synchronization of sound and picture'),
  SelectorType: setting('TRACK', 'the choice of the sound track'),
};
