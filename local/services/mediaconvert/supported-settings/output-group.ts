import { choice, decimal, list, object, text, whole } from '../rules';
import * as stated from '../stated-settings';
import { audio } from './audio';
import { container } from './container';
import { cmafEncryption, dashEncryption } from './encryption';
import { MAX_INTEGER, s3Url } from './patterns';
import { video } from './video';

const segmented = {
  Destination: s3Url,
  DashManifestStyle: choice('BASIC'),
  SegmentControl: choice('SEGMENTED_FILES'),
  SegmentLength: whole(1, MAX_INTEGER),
  SegmentLengthControl: choice('EXACT', 'GOP_MULTIPLE'),
  FragmentLength: whole(1, MAX_INTEGER),
  MinBufferTime: whole(0, MAX_INTEGER),
  MinFinalSegmentLength: decimal(0, 0),
  MpdProfile: choice('MAIN_PROFILE'),
  MpdManifestBandwidthType: choice('MAX', 'AVERAGE'),
  WriteSegmentTimelineInRepresentation: choice('ENABLED'),
  PtsOffsetHandlingForBFrames: choice('ZERO_BASED'),
};

const cmaf = object(
  {
    ...segmented,
    Encryption: cmafEncryption,
    ClientCache: choice('ENABLED'),
    CodecSpecification: choice('RFC_6381', 'RFC_4281'),
    ManifestCompression: choice('NONE'),
    ManifestDurationFormat: choice('FLOATING_POINT', 'INTEGER'),
    StreamInfResolution: choice('INCLUDE', 'EXCLUDE'),
    TargetDurationCompatibilityMode: choice('LEGACY', 'SPEC_COMPLIANT'),
    VideoCompositionOffsets: choice('SIGNED'),
    WriteHlsManifest: choice('ENABLED', 'DISABLED'),
    WriteDashManifest: choice('ENABLED', 'DISABLED'),
    ImageBasedTrickPlay: choice('NONE', 'ADVANCED'),
    ImageBasedTrickPlaySettings: object(
      {
        IntervalCadence: choice('FOLLOW_CUSTOM'),
        ThumbnailInterval: decimal(0.1, MAX_INTEGER),
        ThumbnailWidth: whole(8, 4096),
        ThumbnailHeight: whole(2, 4096),
        TileWidth: whole(1, 512),
        TileHeight: whole(1, 2048),
      },
      [],
      stated.thumbnails,
    ),
  },
  ['Destination'],
  stated.cmaf,
);

const output = object({
  NameModifier: text(/^[^/\\]+$/),
  Extension: text(/^[A-Za-z0-9]+$/),
  ContainerSettings: container,
  VideoDescription: video,
  AudioDescriptions: list(audio, 0, 1),
});

export const outputGroup = object(
  {
    Name: text(),
    CustomName: text(),
    OutputGroupSettings: object(
      {
        Type: choice('CMAF_GROUP_SETTINGS', 'DASH_ISO_GROUP_SETTINGS', 'FILE_GROUP_SETTINGS'),
        CmafGroupSettings: cmaf,
        DashIsoGroupSettings: object(
          {
            ...segmented,
            Encryption: dashEncryption,
            AudioChannelConfigSchemeIdUri: choice('MPEG_CHANNEL_CONFIGURATION'),
            HbbtvCompliance: choice('NONE'),
            ImageBasedTrickPlay: choice('NONE'),
            VideoCompositionOffsets: choice('SIGNED'),
          },
          ['Destination'],
          stated.dash,
        ),
        // MP4 and QuickTime; see create-job.ts.
        FileGroupSettings: object({ Destination: s3Url }, ['Destination']),
      },
      ['Type'],
    ),
    Outputs: list(output, 1),
  },
  ['OutputGroupSettings', 'Outputs'],
);
