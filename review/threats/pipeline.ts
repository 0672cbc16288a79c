import { test } from '../evidence/evidence';
import { covered, type Threats } from './threat';

export const pipeline: Threats = {
  boundary: 'pipeline',
  threats: [
    covered(
      'S',
      'An event names an asset whose source it is not, or arrives twice, late or out of order.',
      'The asset follows from the object’s key, and each version of a source starts one execution.',
      test('lambda/media-pipeline/adapters', 'starts a run for a source once, and for the newer of two sources'),
    ),
    covered(
      'D',
      'A film without a duration in its container is longer than the maximum.',
      'It counts as the longest film, and its encoding is compared with the maximum before its publication.',
      test(
        'lambda/media-pipeline/publish/publish',
        'a film whose encoding is above the maximum is refused, and not published, if its file %s',
      ),
      test('lambda/media-pipeline/intake/inspect', 'count a film without a duration as the longest one'),
    ),
    covered(
      'D',
      'A creator has more film encoded than a day allows.',
      'Hours of film are counted once for each run, before anything is encoded.',
      test('lambda/media-pipeline/intake/inspect', 'are limited by a refusal with the maximum'),
      test('lambda/api/adapters', 'counts a use once by its name'),
    ),
    covered(
      'D',
      'A source is larger than the maximum.',
      'It is refused before anything reads it, and this version of it is deleted.',
      test('lambda/media-pipeline/intake/inspect', 'a file over the limit is refused, and one at the limit is not'),
      test(
        'lambda/media-pipeline/intake/inspect',
        'a source that is refused for its size is deleted, this version only; a failure to delete changes nothing',
      ),
    ),
  ],
};
