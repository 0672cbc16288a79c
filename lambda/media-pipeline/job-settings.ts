import type {
  AudioDescription,
  CmafGroupSettings,
  DashIsoGroupSettings,
  Input,
  JobSettings,
  Output,
} from '@aws-sdk/client-mediaconvert';
import { cmafEncryption, dashEncryption, type JobEncryption } from './encryption';
import type { Ladder, Picture, Rung, Sound } from './messages';

/**
 * Apple's HLS authoring specification: segments of 6 s (7.5), a key frame every 2 s (1.10).
 * https://developer.apple.com/documentation/http-live-streaming/hls-authoring-specification-for-apple-devices
 */
const segmentSeconds = 6;
const fragmentSeconds = 2;

const thumbnailSeconds = 5;
const thumbnailsPerTileSide = 5;

const audioGroup = 'audio';
const originalSelector = 'original';

function audioDescription({ channels, bitrate, language }: Sound): AudioDescription {
  return {
    AudioSourceName: originalSelector,
    CodecSettings: {
      Codec: 'AAC',
      AacSettings: {
        Bitrate: bitrate,
        CodecProfile: 'LC',
        CodingMode: channels === 1 ? 'CODING_MODE_1_0' : 'CODING_MODE_2_0',
        RateControlMode: 'CBR',
        SampleRate: 48_000,
      },
    },
    // EBU R 128: -23 LUFS, true peak at most -1 dBTP. Dubs are made to the same target, so that changing the language
    // does not change the loudness.
    AudioNormalizationSettings: {
      Algorithm: 'ITU_BS_1770_3',
      AlgorithmControl: 'CORRECT_AUDIO',
      TargetLkfs: -23,
      TruePeakLimiterThreshold: -1,
    },
    ...(language !== 'und' && { LanguageCodeControl: 'USE_CONFIGURED', CustomLanguageCode: language }),
  };
}

function videoOutput(picture: Picture, rung: Rung, withSound: boolean): Output {
  const { frameRate, gopFrames, toneMap, deinterlace } = picture;
  return {
    NameModifier: `_${rung.name}`,
    ContainerSettings: {
      Container: 'CMFC',
      // Players of HLS wind by playlists of key frames.
      CmfcSettings: { IFrameOnlyManifest: 'INCLUDE', ...(withSound && { AudioRenditionSets: audioGroup }) },
    },
    VideoDescription: {
      Width: rung.width,
      Height: rung.height,
      // The size already has the source's shape, but for rounding to even numbers: no bars of one pixel.
      ScalingBehavior: 'STRETCH_TO_OUTPUT',
      CodecSettings: {
        Codec: 'H_264',
        H264Settings: {
          CodecProfile: 'HIGH',
          RateControlMode: 'QVBR',
          QvbrSettings: { QvbrQualityLevel: rung.quality },
          MaxBitrate: rung.maxBitrate,
          QualityTuningLevel: 'SINGLE_PASS_HQ',
          // Equal, closed GOPs in every rung, so that a player can change the rung at any segment.
          ...(gopFrames ? { GopSize: gopFrames, GopSizeUnits: 'FRAMES' } : { GopSize: 2, GopSizeUnits: 'SECONDS' }),
          GopClosedCadence: 1,
          SceneChangeDetect: 'DISABLED',
          InterlaceMode: 'PROGRESSIVE',
          ParControl: 'SPECIFIED',
          ParNumerator: 1,
          ParDenominator: 1,
          ...(frameRate
            ? {
                FramerateControl: 'SPECIFIED',
                FramerateNumerator: frameRate.numerator,
                FramerateDenominator: frameRate.denominator,
                FramerateConversionAlgorithm: 'DUPLICATE_DROP',
              }
            : { FramerateControl: 'INITIALIZE_FROM_SOURCE' }),
        },
      },
      ...((toneMap || deinterlace) && {
        VideoPreprocessors: {
          ...(deinterlace && {
            Deinterlacer: { Algorithm: 'INTERPOLATE', Mode: 'DEINTERLACE', Control: 'NORMAL' },
          }),
          ...(toneMap && {
            ColorCorrector: {
              ColorSpaceConversion: 'FORCE_709',
              // As the service recommends: vibrant for HDR10; for HLG it would take the other one in any case.
              HdrToSdrToneMapper: toneMap === 'HDR10' ? 'VIBRANT' : 'PRESERVE_DETAILS',
            },
          }),
        },
      }),
    },
  };
}

function cmafGroup(
  destination: string,
  { picture, sound }: Ladder & { readonly picture: Picture },
  encryption: JobEncryption | undefined,
): CmafGroupSettings {
  return {
    Destination: destination,
    ...(encryption && { Encryption: cmafEncryption(encryption, sound !== undefined) }),
    SegmentControl: 'SEGMENTED_FILES',
    SegmentLength: segmentSeconds,
    SegmentLengthControl: 'GOP_MULTIPLE',
    FragmentLength: fragmentSeconds,
    WriteHlsManifest: 'ENABLED',
    WriteDashManifest: 'ENABLED',
    WriteSegmentTimelineInRepresentation: 'ENABLED',
    CodecSpecification: 'RFC_6381',
    StreamInfResolution: 'INCLUDE',
    ManifestDurationFormat: 'FLOATING_POINT',
    ManifestCompression: 'NONE',
    MpdProfile: 'MAIN_PROFILE',
    MpdManifestBandwidthType: 'MAX',
    // Presentation starts at zero in picture and sound alike.
    VideoCompositionOffsets: 'SIGNED',
    ImageBasedTrickPlay: 'ADVANCED',
    ImageBasedTrickPlaySettings: {
      IntervalCadence: 'FOLLOW_CUSTOM',
      ThumbnailInterval: thumbnailSeconds,
      ThumbnailWidth: picture.thumbnailWidth,
      TileWidth: thumbnailsPerTileSide,
      TileHeight: thumbnailsPerTileSide,
    },
  };
}

/** CMAF groups are documented only with a picture in them; DASH ISO groups with sound alone. See docs/adr/0001. */
function dashGroup(destination: string, encryption: JobEncryption | undefined): DashIsoGroupSettings {
  return {
    Destination: destination,
    ...(encryption && { Encryption: dashEncryption(encryption) }),
    SegmentControl: 'SEGMENTED_FILES',
    SegmentLength: segmentSeconds,
    FragmentLength: fragmentSeconds,
    WriteSegmentTimelineInRepresentation: 'ENABLED',
    MpdProfile: 'MAIN_PROFILE',
    MpdManifestBandwidthType: 'MAX',
  };
}

function input(sourceUrl: string, { picture, sound }: Ladder): Input {
  return {
    FileInput: sourceUrl,
    TimecodeSource: 'ZEROBASED',
    ...(picture && { VideoSelector: { Rotate: picture.rotate } }),
    ...(sound && {
      AudioSelectors: {
        [originalSelector]: { DefaultSelection: 'DEFAULT', SelectorType: 'TRACK', Tracks: [sound.track] },
      },
    }),
  };
}

/**
 * One job that makes every rendition of a film.
 * @param sourceUrl `s3://{bucket}/{key}`
 * @param destination `s3://{bucket}/{folder}/{base name}`
 * @param encryption without it, everything is written in the clear
 * @throws Error when the ladder has neither picture nor sound
 */
export function jobSettings(
  ladder: Ladder,
  sourceUrl: string,
  destination: string,
  encryption?: JobEncryption,
): JobSettings {
  const { picture, sound } = ladder;
  const common: JobSettings = { TimecodeConfig: { Source: 'ZEROBASED' }, Inputs: [input(sourceUrl, ladder)] };
  const audio = { NameModifier: '_audio', AudioDescriptions: sound ? [audioDescription(sound)] : [] };
  if (picture) {
    const cmfc = { AudioGroupId: audioGroup, AudioTrackType: 'ALTERNATE_AUDIO_AUTO_SELECT_DEFAULT' } as const;
    const outputs: Output[] = picture.rungs.map((rung) => videoOutput(picture, rung, sound !== undefined));
    if (sound) outputs.push({ ...audio, ContainerSettings: { Container: 'CMFC', CmfcSettings: cmfc } });
    const group = cmafGroup(destination, { picture, sound }, encryption);
    const settings = { Type: 'CMAF_GROUP_SETTINGS', CmafGroupSettings: group } as const;
    return { ...common, OutputGroups: [{ Name: 'film', OutputGroupSettings: settings, Outputs: outputs }] };
  }
  if (!sound) throw new Error('a ladder must have a picture or sound');
  const group = dashGroup(destination, encryption);
  const settings = { Type: 'DASH_ISO_GROUP_SETTINGS', DashIsoGroupSettings: group } as const;
  const outputs: Output[] = [{ ...audio, ContainerSettings: { Container: 'MPD' } }];
  return { ...common, OutputGroups: [{ Name: 'film', OutputGroupSettings: settings, Outputs: outputs }] };
}
