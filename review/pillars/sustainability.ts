import { claim, noText, source, template, test } from '../evidence/evidence';
import type { Pillar } from './pillar';

export const sustainability: Pillar = {
  name: 'Sustainability',
  holds: [
    claim(
      'Compute runs when there is work, on arm64; no servers wait.',
      test('lib/stacks', 'every function is traced, logs to a group of its own and runs the newest Node.js on arm64'),
      test(
        'lib/constructs/recommenders/lifecycle',
        'has those above the number deleted, whatever they are asked for, and none that is on its way',
      ),
    ),
    claim(
      'A film is encoded once; a language is added without encoding the picture.',
      test('lib/constructs/workflow/runs', 'nothing is encoded but the dub, and nothing recognized'),
      test(
        'lambda/media-pipeline/publish/manifests/late-binding',
        'a dub that was encoded later joins the playlist, and the picture stays as it was',
      ),
    ),
    claim(
      'Pictures are never larger than the source, and HLS and DASH share one set of segments.',
      test('journeys/film', 'is READY, with a ladder that was never upscaled'),
      source('docs/adr/0001-one-cmaf-job.md', 'HLS and DASH share'),
    ),
    claim(
      'Segments come from the edge’s cache, shared by all sessions, and text is compressed.',
      test('lib/delivery', 'are compressed where they are text'),
      test('lib/delivery', 'are cached under their path alone, so that sessions share them'),
    ),
    claim(
      'What can be made again is not copied to the second region.',
      template('prod', 'Storage', 'Content', 'ReplicationConfiguration.Rules.0.Filter.Prefix', 'a'),
      test('local/test/services/s3/replication', 'what a rule’s prefix does not name is not replicated'),
    ),
    claim('Logs and intermediate files are forgotten.', test('lib/stacks', 'every log group forgets')),
  ],
  gaps: [
    claim(
      'One codec: H.264 is encoded for all, and no AV1 or HEVC, which need fewer bytes per hour watched.',
      noText('lambda/media-pipeline', 'AV1'),
      noText('lambda/media-pipeline', 'H_265'),
    ),
    claim('Energy and carbon are not measured.', noText('bench/README.md', 'carbon')),
  ],
};
