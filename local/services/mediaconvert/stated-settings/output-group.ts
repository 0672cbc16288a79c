import { is, type StatedSettings, setting, UNDOCUMENTED } from './stated-setting';

export const cmaf: StatedSettings = {
  ClientCache: setting('ENABLED', 'EXT-X-ALLOW-CACHE in the playlists'),
  CodecSpecification: setting('RFC_4281', 'the form of CODECS'),
  DashManifestStyle: setting('BASIC', 'how the MPD describes segments'),
  FragmentLength: setting('2', 'where players can start'),
  ImageBasedTrickPlay: setting('NONE', 'whether thumbnails exist'),
  ImageBasedTrickPlaySettings: setting(
    'two by two thumbnails of 312 pixels',
    'the size and the interval of thumbnails',
    is('ImageBasedTrickPlay', 'ADVANCED'),
  ),
  ManifestCompression: setting('NONE', 'the compression of playlists'),
  ManifestDurationFormat: setting('FLOATING_POINT', 'the precision of EXTINF'),
  MinBufferTime: setting(UNDOCUMENTED, 'the buffer of players'),
  MinFinalSegmentLength: setting('0', 'the length of the last segment'),
  MpdManifestBandwidthType: setting('AVERAGE', 'the rendition that players choose'),
  MpdProfile: setting('MAIN_PROFILE', "the MPD's profile"),
  PtsOffsetHandlingForBFrames: setting('ZERO_BASED', "the MPD's times"),
  SegmentControl: setting('SINGLE_FILE', 'whether segments are files of their own'),
  SegmentLength: setting('10', 'the length of segments'),
  SegmentLengthControl: setting('EXACT', 'key frames in addition to those of the GOPs'),
  StreamInfResolution: setting('INCLUDE', 'RESOLUTION in the multivariant playlist'),
  TargetDurationCompatibilityMode: setting('LEGACY', 'the rounding of the target duration'),
  VideoCompositionOffsets: setting('UNSIGNED', 'the time of the first picture'),
  WriteDashManifest: setting('ENABLED', 'whether an MPD is written'),
  WriteHlsManifest: setting('ENABLED', 'whether playlists are written'),
  WriteSegmentTimelineInRepresentation: setting('DISABLED', "the precision of the MPD's times"),
};

const shared = (...names: string[]): StatedSettings =>
  Object.fromEntries(Object.entries(cmaf).filter(([name]) => names.includes(name)));

export const dash: StatedSettings = {
  ...shared(
    ...['DashManifestStyle', 'FragmentLength', 'ImageBasedTrickPlay', 'MinBufferTime', 'MinFinalSegmentLength'],
    ...['MpdManifestBandwidthType', 'MpdProfile', 'PtsOffsetHandlingForBFrames', 'SegmentControl'],
    ...['SegmentLengthControl', 'WriteSegmentTimelineInRepresentation'],
  ),
  AudioChannelConfigSchemeIdUri: setting('MPEG_CHANNEL_CONFIGURATION', 'how the MPD describes channels'),
  HbbtvCompliance: setting('NONE', "the MPD's profile"),
  SegmentLength: setting('30', 'the length of segments'),
};

export const thumbnails: StatedSettings = {
  IntervalCadence: setting('FOLLOW_IFRAME', 'the interval of thumbnails'),
  ThumbnailInterval: setting(UNDOCUMENTED, 'the interval of thumbnails', is('IntervalCadence', 'FOLLOW_CUSTOM')),
  ThumbnailWidth: setting('312', 'the size of thumbnails'),
  TileHeight: setting('2', 'the number of thumbnails in an image'),
  TileWidth: setting('2', 'the number of thumbnails in an image'),
};
