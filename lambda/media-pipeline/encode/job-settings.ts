import type {
  AudioDescription,
  CmafGroupSettings,
  DashIsoGroupSettings,
  Input,
  JobSettings,
  Output,
} from '@aws-sdk/client-mediaconvert';
import { audioSelector } from '../jobs/audio-selector';
import {
  statedAac,
  statedAudio,
  statedCmaf,
  statedCmfc,
  statedDash,
  statedH264,
  statedInput,
  statedLoudness,
  statedMpd,
  statedVideo,
  statedVideoSelector,
} from '../jobs/stated-settings';
import type { Ladder, Picture, Rung, Sound } from '../messages';
import { cmafEncryption, dashEncryption, type JobEncryption } from './job-encryption';
import { segmentSeconds } from './segments';

/** A key frame every 2 s, as Apple's HLS authoring specification requires (1.10). */
const fragmentSeconds = 2;

const thumbnailSeconds = 5;
/** Columns and rows of a tile image. MediaConvert requires an even number of rows. */
const tile = { columns: 5, rows: 6 } as const;

const audioGroup = 'audio';
const originalSelector = 'original';

function audioDescription({ channels, bitrate, language }: Sound): AudioDescription {
  return {
    ...statedAudio,
    AudioSourceName: originalSelector,
    CodecSettings: {
      Codec: 'AAC',
      AacSettings: {
        ...statedAac,
        Bitrate: bitrate,
        CodingMode: channels === 1 ? 'CODING_MODE_1_0' : 'CODING_MODE_2_0',
      },
    },
    AudioNormalizationSettings: statedLoudness,
    ...(language === 'und'
      ? { LanguageCodeControl: 'FOLLOW_INPUT' }
      : { LanguageCodeControl: 'USE_CONFIGURED', CustomLanguageCode: language }),
  };
}

function videoOutput(picture: Picture, rung: Rung, withSound: boolean): Output {
  const { frameRate, gopFrames, toneMap, to709, deinterlace } = picture;
  return {
    NameModifier: `_${rung.name}`,
    ContainerSettings: {
      Container: 'CMFC',
      // HLS players use playlists of key frames to seek.
      CmfcSettings: {
        ...statedCmfc,
        IFrameOnlyManifest: 'INCLUDE',
        ...(withSound && { AudioRenditionSets: audioGroup }),
      },
    },
    VideoDescription: {
      ...statedVideo,
      Width: rung.width,
      Height: rung.height,
      // The size has the source's shape, except for rounding to even numbers. Stretching avoids bars of one pixel.
      ScalingBehavior: 'STRETCH_TO_OUTPUT',
      CodecSettings: {
        Codec: 'H_264',
        H264Settings: {
          ...statedH264,
          QvbrSettings: { QvbrQualityLevel: rung.quality, QvbrQualityLevelFineTune: 0 },
          MaxBitrate: rung.maxBitrate,
          // Two seconds of the highest bitrate.
          HrdBufferSize: 2 * rung.maxBitrate,
          // The GOP size is equal in all renditions.
          ...(gopFrames ? { GopSize: gopFrames, GopSizeUnits: 'FRAMES' } : { GopSize: 2, GopSizeUnits: 'SECONDS' }),
          ...(frameRate
            ? {
                FramerateControl: 'SPECIFIED',
                FramerateNumerator: frameRate.numerator,
                FramerateDenominator: frameRate.denominator,
              }
            : { FramerateControl: 'INITIALIZE_FROM_SOURCE' }),
        },
      },
      ...((toneMap || to709 || deinterlace) && {
        VideoPreprocessors: {
          ...(deinterlace && {
            Deinterlacer: { Algorithm: 'INTERPOLATE', Mode: 'DEINTERLACE', Control: 'NORMAL' },
          }),
          ...(to709 && {
            // Sources with a limited range pass this conversion unchanged.
            ColorCorrector: {
              ColorSpaceConversion: 'FORCE_709',
              SampleRangeConversion: 'LIMITED_RANGE_SQUEEZE',
              // Without effect on SDR.
              HdrToSdrToneMapper: 'PRESERVE_DETAILS',
            },
          }),
          ...(toneMap && {
            ColorCorrector: {
              ColorSpaceConversion: 'FORCE_709',
              SampleRangeConversion: 'NONE',
              // The service recommends VIBRANT for HDR10. For HLG it always uses PRESERVE_DETAILS.
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
    ...statedCmaf,
    Destination: destination,
    ...(encryption && { Encryption: cmafEncryption(encryption, sound !== undefined) }),
    SegmentLength: segmentSeconds,
    FragmentLength: fragmentSeconds,
    ImageBasedTrickPlay: 'ADVANCED',
    ImageBasedTrickPlaySettings: {
      IntervalCadence: 'FOLLOW_CUSTOM',
      ThumbnailInterval: thumbnailSeconds,
      ThumbnailWidth: picture.thumbnailWidth,
      TileWidth: tile.columns,
      TileHeight: tile.rows,
    },
  };
}

/** CMAF groups are documented only with a picture; DASH ISO groups also with sound only. See docs/adr/0001. */
function dashGroup(destination: string, encryption: JobEncryption | undefined): DashIsoGroupSettings {
  return {
    ...statedDash,
    Destination: destination,
    ...(encryption && { Encryption: dashEncryption(encryption) }),
    SegmentLength: segmentSeconds,
    FragmentLength: fragmentSeconds,
  };
}

function input(sourceUrl: string, { picture, sound }: Ladder): Input {
  return {
    ...statedInput,
    FileInput: sourceUrl,
    ...(picture && { VideoSelector: { ...statedVideoSelector, Rotate: picture.rotate } }),
    ...(sound && { AudioSelectors: { [originalSelector]: audioSelector(sound) } }),
  };
}

/**
 * The settings of the job that makes all renditions of a film.
 * @param sourceUrl `s3://{bucket}/{key}`
 * @param destination `s3://{bucket}/{folder}/{base name}`
 * @param encryption if missing, the film is not encrypted
 * @throws Error if the ladder has neither picture nor sound
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
    const cmfc = {
      ...statedCmfc,
      AudioGroupId: audioGroup,
      AudioTrackType: 'ALTERNATE_AUDIO_AUTO_SELECT_DEFAULT',
    } as const;
    const outputs: Output[] = picture.rungs.map((rung) => videoOutput(picture, rung, sound !== undefined));
    if (sound) outputs.push({ ...audio, ContainerSettings: { Container: 'CMFC', CmfcSettings: cmfc } });
    const group = cmafGroup(destination, { picture, sound }, encryption);
    const settings = { Type: 'CMAF_GROUP_SETTINGS', CmafGroupSettings: group } as const;
    return { ...common, OutputGroups: [{ Name: 'film', OutputGroupSettings: settings, Outputs: outputs }] };
  }
  if (!sound) throw new Error('A ladder must have a picture or sound');
  const group = dashGroup(destination, encryption);
  const settings = { Type: 'DASH_ISO_GROUP_SETTINGS', DashIsoGroupSettings: group } as const;
  const outputs: Output[] = [{ ...audio, ContainerSettings: { Container: 'MPD', MpdSettings: statedMpd } }];
  return { ...common, OutputGroups: [{ Name: 'film', OutputGroupSettings: settings, Outputs: outputs }] };
}
