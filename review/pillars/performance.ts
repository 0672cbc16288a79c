import { claim, noFile, noText, source, template, test } from '../evidence/evidence';
import type { Pillar } from './pillar';

export const performance: Pillar = {
  name: 'Performance efficiency',
  holds: [
    claim(
      'Viewers can watch before the speech is processed: a film is `PLAYABLE` in its original language first.',
      test('lib/constructs/workflow/runs', 'it plays before its speech is recognized'),
      test('journeys/speech', 'the film plays in its own language before its speech is recognized'),
    ),
    claim(
      'HLS and DASH share one set of segments, and all sessions share the edge’s cache.',
      test(
        'journeys/sessions',
        'two sessions share every segment in the edge’s cache, whichever form their addresses have',
      ),
      test('lib/delivery', 'are cached under their path alone, so that sessions share them'),
    ),
    claim(
      'Files never change under their names, and are cached for a year.',
      template('prod', 'Delivery', 'ScreenSegments', 'CachePolicyConfig.MaxTTL', 31_536_000),
    ),
    claim(
      'CloudFront serves HTTP/2 and HTTP/3, and in `prod` from all edge locations.',
      template('prod', 'Delivery', 'ScreenDistribution', 'DistributionConfig.HttpVersion', 'http2and3'),
      template('prod', 'Delivery', 'ScreenDistribution', 'DistributionConfig.PriceClass', 'PriceClass_All'),
    ),
    claim(
      'The ladder fits the source: renditions are never upscaled, keep the aspect ratio, and each is cheaper than the one above.',
      test(
        'lambda/media-pipeline/encode/plan-ladder',
        '$width×$height: even, never larger than the source, in its shape, cheaper step by step',
      ),
    ),
    claim(
      'The memory for a dub does not grow with the film.',
      test(
        'lambda/speech/dub/dub-memory',
        'a film of half an hour is dubbed in the memory of one minute’s, within 10 %',
      ),
    ),
    claim(
      'Responses stay below the limits of Lambda and API Gateway, also for the largest inputs.',
      test('lambda/api/response-size', 'GET /api/assets: a hundred films with the longest texts in fifty languages'),
      test('lambda/delivery/manifest', 'of a day, the longest that a stage allows, fits compressed'),
    ),
    claim(
      'Functions run on arm64, and their bundles contain only imported code.',
      test('lib/stacks', 'every function is traced, logs to a group of its own and runs the newest Node.js on arm64'),
      test(
        'scripts/slim-sdk',
        'no handler distinguishes the SDK’s errors by classes that bundles leave out: all except the services’ base classes',
      ),
    ),
    claim('Benchmarks measure ratios to a reference of the same run.', source('bench/README.md', 'npm run bench')),
  ],
  gaps: [
    claim(
      'The lake’s small files are not compacted, so reports over long ranges read many objects.',
      noText('lib/constructs/lake', 'compact'),
    ),
    claim(
      'No release is recorded, and nothing was measured on AWS: all figures come from the laptop.',
      noFile('checks/released.json'),
    ),
    claim(
      'No test measures the quality of the encodes (VMAF, SSIM).',
      noText('test/journeys', 'vmaf'),
      noText('test/journeys', 'ssim'),
    ),
  ],
};
