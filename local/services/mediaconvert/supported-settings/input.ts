import { choice, list, map, object, text, whole } from '../rules';
import * as stated from '../stated-settings';
import { language, MAX_INTEGER, s3Url } from './patterns';

/** The most tracks that one selector joins here. MediaConvert documents no maximum. */
const MOST_TRACKS = 2;

export const input = object(
  {
    FileInput: s3Url,
    TimecodeSource: choice('ZEROBASED', 'EMBEDDED'),
    AdvancedInputFilter: choice('DISABLED'),
    FilterEnable: choice('AUTO', 'DISABLE'),
    FilterStrength: whole(0, 0),
    PsiControl: choice('IGNORE_PSI', 'USE_PSI'),
    DeblockFilter: choice('DISABLED'),
    DenoiseFilter: choice('DISABLED'),
    InputScanType: choice('AUTO'),
    VideoSelector: object(
      {
        Rotate: choice('AUTO', 'DEGREE_0', 'DEGREES_90', 'DEGREES_180', 'DEGREES_270'),
        ColorSpace: choice('FOLLOW'),
        ColorSpaceUsage: choice('FALLBACK', 'FORCE'),
        AlphaBehavior: choice('DISCARD'),
        EmbeddedTimecodeOverride: choice('NONE'),
        PadVideo: choice('DISABLED'),
        SampleRange: choice('FOLLOW'),
      },
      [],
      stated.videoSelector,
    ),
    AudioSelectors: map(
      object(
        {
          AudioDurationCorrection: choice('DISABLED'),
          DefaultSelection: choice('DEFAULT', 'NOT_DEFAULT'),
          SelectorType: choice('TRACK', 'STREAM', 'LANGUAGE_CODE'),
          Tracks: list(whole(1, MAX_INTEGER), 1, MOST_TRACKS),
          Streams: list(whole(1, MAX_INTEGER), 1, MOST_TRACKS),
          LanguageCode: text(/^[A-Z]{3}$/),
          CustomLanguageCode: language,
          Offset: whole(0, 0),
          ProgramSelection: whole(0, 8),
        },
        [],
        stated.audioSelector,
      ),
    ),
  },
  ['FileInput'],
  stated.input,
);
