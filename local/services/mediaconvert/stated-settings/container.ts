import { has, is, type StatedSettings, setting, UNDOCUMENTED } from './stated-setting';

const noEvents: StatedSettings = {
  KlvMetadata: setting('NONE', "the source's metadata in the segments"),
  ManifestMetadataSignaling: setting('DISABLED', 'InbandEventStream in the MPD'),
  Scte35Esam: setting('NONE', "the source's markers in the segments"),
  Scte35Source: setting('NONE', "the source's markers in the segments"),
  TimedMetadata: setting('NONE', "the source's metadata in the segments"),
};
const audioDuration = setting(
  'DEFAULT_CODEC_DURATION',
  'whether the sound is padded or cut to the length of the picture',
);

export const cmfc: StatedSettings = {
  ...noEvents,
  AudioDuration: audioDuration,
  AudioTrackType: setting('AUDIO_ONLY_VARIANT_STREAM', 'the sound that plays by default', has('AudioGroupId')),
  DescriptiveVideoServiceFlag: setting('DONT_FLAG', 'CHARACTERISTICS in the multivariant playlist'),
  IFrameOnlyManifest: setting('EXCLUDE', 'whether a playlist of key frames is written'),
};

export const mpd: StatedSettings = { ...noEvents, AudioDuration: audioDuration };

const cslg = setting(UNDOCUMENTED, 'the time of the first picture');

export const mp4: StatedSettings = {
  AudioDuration: audioDuration,
  CslgAtom: cslg,
  FreeSpaceBox: setting('EXCLUDE', "the file's size"),
  MoovPlacement: setting('PROGRESSIVE_DOWNLOAD', 'whether playback can start before the download ends'),
};

export const mov: StatedSettings = {
  ClapAtom: setting(UNDOCUMENTED, 'the shape of the picture'),
  CslgAtom: cslg,
  PaddingControl: setting('NONE', 'whether other programs accept the file'),
  Reference: setting('SELF_CONTAINED', 'whether the media is in the file'),
};

export const container: StatedSettings = {
  CmfcSettings: setting('all of its defaults', 'the container', is('Container', 'CMFC')),
  MpdSettings: setting('all of its defaults', 'the container', is('Container', 'MPD')),
  Mp4Settings: setting('all of its defaults', 'the container', is('Container', 'MP4')),
  MovSettings: setting('all of its defaults', 'the container', is('Container', 'MOV')),
};
