import type { JobSettings } from '@aws-sdk/client-mediaconvert';
import * as common from './common-settings';

interface Wanted {
  readonly destination: string;
  /** Widths and heights; absent for sound alone. */
  readonly rungs?: readonly (readonly [width: number, height: number])[];
  readonly sound?: boolean;
  readonly audio?: object;
  readonly group?: object;
  readonly h264?: object;
  readonly selector?: object;
  readonly video?: object;
}

/** A small job: GOPs and fragments of a second, segments of two. */
export function settingsFor(
  source: string,
  { destination, rungs = [[160, 90]], sound = true, ...more }: Wanted,
): JobSettings {
  const cmaf = rungs.length > 0;
  const segmentation = { Destination: destination, SegmentLength: 2, FragmentLength: 1, ...more.group };
  const pictures = rungs.map(([Width, Height]) => ({
    NameModifier: `_${Height}p`,
    ContainerSettings: {
      Container: 'CMFC' as const,
      CmfcSettings: { ...common.cmfc, ...(sound && { AudioRenditionSets: 'audio' }) },
    },
    VideoDescription: {
      ...common.video,
      Width,
      Height,
      CodecSettings: {
        Codec: 'H_264' as const,
        H264Settings: {
          ...common.h264,
          QvbrSettings: { QvbrQualityLevel: 7, QvbrQualityLevelFineTune: 0 },
          MaxBitrate: 400_000,
          HrdBufferSize: 800_000,
          GopSize: 1,
          GopSizeUnits: 'SECONDS' as const,
          FramerateControl: 'INITIALIZE_FROM_SOURCE' as const,
          ...more.h264,
        },
      },
      ...more.video,
    },
  }));
  const container = cmaf
    ? {
        Container: 'CMFC' as const,
        CmfcSettings: {
          ...common.cmfc,
          AudioGroupId: 'audio',
          AudioTrackType: 'ALTERNATE_AUDIO_AUTO_SELECT_DEFAULT' as const,
        },
      }
    : { Container: 'MPD' as const, MpdSettings: common.mpd };
  const aac = { ...common.aac, Bitrate: 96_000, CodingMode: 'CODING_MODE_2_0' as const };
  const heard = {
    ...common.audio,
    CodecSettings: { Codec: 'AAC' as const, AacSettings: aac },
    ...more.audio,
  };
  const sounds = sound ? [{ NameModifier: '_audio', ContainerSettings: container, AudioDescriptions: [heard] }] : [];
  return {
    TimecodeConfig: { Source: 'ZEROBASED' },
    Inputs: [
      {
        ...common.input,
        FileInput: source,
        ...(cmaf && { VideoSelector: { ...common.videoSelector, Rotate: 'AUTO' as const } }),
        ...(sound && { AudioSelectors: { original: { ...common.audioSelector, ...more.selector } } }),
      },
    ],
    OutputGroups: [
      {
        Name: 'film',
        OutputGroupSettings: cmaf
          ? { Type: 'CMAF_GROUP_SETTINGS', CmafGroupSettings: { ...common.cmaf, ...segmentation } }
          : { Type: 'DASH_ISO_GROUP_SETTINGS', DashIsoGroupSettings: { ...common.dash, ...segmentation } },
        Outputs: [...pictures, ...sounds],
      },
    ],
  };
}
