import type { JobSettings } from '@aws-sdk/client-mediaconvert';
import { jobSettings } from '../../../../lambda/media-pipeline/encode/job-settings';
import { statedRequest } from '../../../../lambda/media-pipeline/jobs/stated-settings';
import type { Ladder } from '../../../../lambda/media-pipeline/messages';
import { soundSettings } from '../../../../lambda/speech/transcribe/sound-settings';
import { conform, list, object } from '../../../services/mediaconvert/rules';
import * as stated from '../../../services/mediaconvert/stated-settings';
import type { StatedSettings } from '../../../services/mediaconvert/stated-settings/stated-setting';
import { jobSettings as rule } from '../../../services/mediaconvert/supported-settings';

const film: Ladder = {
  picture: {
    rungs: [{ name: '720p', width: 1280, height: 720, maxBitrate: 4_000_000, quality: 8 }],
    frameRate: { numerator: 25, denominator: 1 },
    gopFrames: 50,
    toneMap: 'HDR10',
    deinterlace: true,
    rotate: 'AUTO',
    thumbnailWidth: 312,
  },
  sound: { track: 1, channels: 2, bitrate: 128_000, language: 'en' },
};
const jobs: readonly JobSettings[] = [
  jobSettings(film, 's3://a/film', 's3://b/film'),
  jobSettings({ sound: film.sound }, 's3://a/film', 's3://b/film'),
  soundSettings('s3://a/film', { track: 1, withBed: true }, 's3://b/sound'),
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

test('the jobs of the pipeline leave nothing to a default', () => {
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
  const { [name]: _, ...rest } = { ...statedRequest, Queue: 'films' } as Record<string, unknown>;
  const anything = Object.fromEntries(Object.keys(request).map((key) => [key, list(object({}))]));
  const given = Object.fromEntries(Object.keys(rest).map((key) => [key, []]));
  expect(() => conform(given, object(anything, [], request), '')).toThrow("must be set, because AWS's default");
});
