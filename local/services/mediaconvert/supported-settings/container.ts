import { choice, object, text } from '../rules';
import * as stated from '../stated-settings';

export const container = object(
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
