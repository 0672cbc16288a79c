import type { JobSettings } from '@aws-sdk/client-mediaconvert';
import { conform, list, object } from '../../../services/mediaconvert/rules';
import * as stated from '../../../services/mediaconvert/stated-settings';
import type { StatedSettings } from '../../../services/mediaconvert/stated-settings/stated-setting';
import { jobSettings as rule } from '../../../services/mediaconvert/supported-settings';
import { loudness } from './common-settings';
import { settingsFor } from './film-job';
import { soundJob } from './sound-job';

const VideoPreprocessors = {
  Deinterlacer: { Algorithm: 'INTERPOLATE', Mode: 'DEINTERLACE', Control: 'NORMAL' },
  ColorCorrector: {
    ColorSpaceConversion: 'FORCE_709',
    SampleRangeConversion: 'NONE',
    HdrToSdrToneMapper: 'VIBRANT',
  },
};
const thumbnails = {
  ImageBasedTrickPlay: 'ADVANCED',
  ImageBasedTrickPlaySettings: {
    IntervalCadence: 'FOLLOW_CUSTOM',
    ThumbnailInterval: 5,
    ThumbnailWidth: 312,
    TileWidth: 5,
    TileHeight: 6,
  },
};
const destination = 's3://b/film';

/** Jobs that state everything. Together they contain all settings of the tables. */
const jobs: readonly JobSettings[] = [
  settingsFor('s3://a/film', {
    destination,
    h264: { FramerateControl: 'SPECIFIED', FramerateNumerator: 25, FramerateDenominator: 1 },
    video: { VideoPreprocessors },
    audio: { AudioNormalizationSettings: { ...loudness, TargetLkfs: -23 } },
    group: thumbnails,
  }),
  settingsFor('s3://a/film', { destination, rungs: [] }),
  soundJob('s3://a/film', 's3://b/sound', { withBed: true }),
];

const refusal = (settings: unknown): string => {
  try {
    conform(settings, rule, '/settings');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

/** Iterates over the paths to all members of all objects. */
function* members(value: unknown, way: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, item] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(name) : name;
    if (!Array.isArray(value)) yield [...way, step];
    yield* members(item, [...way, step]);
  }
}

function without(settings: JobSettings, way: readonly (string | number)[]): unknown {
  const copy = structuredClone(settings) as unknown as Record<string | number, never>;
  const owner = way.slice(0, -1).reduce((value, step) => value[step] as never, copy);
  delete owner[way.at(-1) as string];
  return copy;
}

test('jobs that leave nothing to a default are accepted', () => {
  expect(jobs.map(refusal)).toEqual(['', '', '']);
});

const left = new Set(
  jobs.flatMap((job) =>
    [...members(job)]
      .filter((way) => /must be set, because AWS's default/.test(refusal(without(job, way))))
      .map((way) =>
        way
          .slice(-2)
          .filter((step) => typeof step === 'string')
          .at(-1),
      ),
  ),
);

const { request, ...ofSettings } = stated;
const tables = Object.entries(ofSettings as Readonly<Record<string, StatedSettings>>);

test.each(tables)('a job that leaves out a setting of %s is refused', (_, table) => {
  expect(Object.keys(table).filter((name) => !left.has(name))).toEqual([]);
});

test('the refusal has the path, the default, and what it decides', () => {
  const [job] = jobs as [JobSettings];
  const way = ['OutputGroups', 0, 'OutputGroupSettings', 'CmafGroupSettings', 'TargetDurationCompatibilityMode'];
  expect(refusal(without(job, way))).toBe(
    '/settings/outputGroups/0/outputGroupSettings/cmafGroupSettings/targetDurationCompatibilityMode: ' +
      "must be set, because AWS's default (LEGACY) affects the rounding of the target duration",
  );
});

test.each(Object.keys(request))('a request that leaves out %s is refused', (name) => {
  const members = Object.fromEntries(Object.keys(request).map((key) => [key, list(object({}))]));
  const complete = Object.fromEntries(Object.keys(request).map((key) => [key, []]));
  const { [name]: _, ...given } = complete;
  expect(() => conform(complete, object(members, [], request), '')).not.toThrow();
  expect(() => conform(given, object(members, [], request), '')).toThrow("must be set, because AWS's default");
});
