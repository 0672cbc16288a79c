import { claim, noText, source, template, test } from '../evidence/evidence';
import type { Pillar } from './pillar';

export const sustainability: Pillar = {
  name: 'Sustainability',
  holds: [
    claim(
      'Compute runs on arm64 and only when there is work; there are no idle servers.',
      test('lib/stacks', 'every function is traced, logs to a group of its own and runs the newest Node.js on arm64'),
      test(
        'lib/constructs/recommenders/lifecycle',
        'has those above the number deleted, whatever they are asked for, and none that is on its way',
      ),
    ),
    claim(
      'A film is encoded once. Adding a language does not encode the picture again.',
      test('lib/constructs/workflow/runs', 'nothing is encoded but the dub, and nothing recognized'),
      test(
        'lambda/media-pipeline/publish/manifests/late-binding',
        'a dub that was encoded later joins the playlist, and the picture stays as it was',
      ),
    ),
    claim(
      'Renditions are never larger than the source, and HLS and DASH share one set of segments.',
      test('journeys/film', 'is READY, with a ladder that was never upscaled'),
      source('docs/adr/0001-one-cmaf-job.md', 'HLS and DASH share'),
    ),
    claim(
      'Segments come from the edge’s cache, which all sessions share, and text is compressed.',
      test('lib/delivery', 'are compressed where they are text'),
      test('lib/delivery', 'are cached under their path alone, so that sessions share them'),
    ),
    claim(
      'Data that can be created again are not copied to the second region.',
      template('prod', 'Storage', 'Content', 'ReplicationConfiguration.Rules.0.Filter.Prefix', 'a'),
      test('local/test/services/s3/replication', 'what a rule’s prefix does not name is not replicated'),
    ),
    claim('Logs and intermediate files are deleted.', test('lib/stacks', 'every log group forgets')),
  ],
  gaps: [
    claim(
      'H.264 is the only codec. AV1 and HEVC, which need fewer bytes per hour watched, are not supported.',
      noText('lambda/media-pipeline', 'AV1'),
      noText('lambda/media-pipeline', 'H_265'),
    ),
    claim('Energy and carbon are not measured.', noText('bench/README.md', 'carbon')),
  ],
};
