import { source, test } from '../evidence/evidence';
import { accepted, covered, type Threats } from './threat';

export const laptop: Threats = {
  boundary: {
    title: 'The laptop',
    detail: '`npm start` runs the platform for one person. Its ports listen on loopback only.',
  },
  threats: [
    covered(
      'S',
      'A web page of another site calls the AWS APIs, also by a name that it rebinds to this machine.',
      'Every port checks Host and Origin before anything else, and CORS is for the page’s origin only.',
      test(
        'journeys/other-sites',
        'a page of another origin at %s is refused every AWS call, even with the right keys',
      ),
      test('local/test/wire/doors', 'a call of a page of another origin has no effect, although it is signed'),
    ),
    covered(
      'S',
      'A program that knows the keys of other laptops calls the AWS APIs.',
      'The keys are random for each data folder.',
      test(
        'local/test/iam/owner-keys',
        'a data folder without keys, as earlier versions made it, gets them, and the fixed keys open nothing',
      ),
    ),
    covered(
      'I',
      'Another user of the machine reads users, keys or films.',
      'Files of the data folder belong to its user alone.',
      test(
        'journeys/other-sites',
        'no other user of this machine can read the data folder, although an earlier version left it open',
      ),
    ),
    covered(
      'I',
      'An uploaded file makes the probe or the encoder open local files or network addresses.',
      'Listed formats are read by one open descriptor, without references.',
      test('local/test/engines/crafted-files', 'a folder, and a pattern of the names of pictures, are not media'),
      source('local/test/engines/crafted-files.test.ts', 'opens no other file'),
      source('local/test/engines/crafted-files.test.ts', 'connects to nothing'),
    ),
    covered(
      'D',
      'An uploaded file uses up memory, time, descriptors or the disk.',
      'Each probe and encode is a process with limits, and ends by name.',
      source('local/test/engines/crafted-files.test.ts', 'ends within the bounds, in the probe and in the encoder'),
      test('local/test/engines/limits', 'a worker that takes too much memory is ended, by name'),
    ),
    covered(
      'D',
      'A body that is too large makes the next requests hang.',
      'What is left of a body is read after the response, up to a bound.',
      test(
        'local/test/services/cloudfront/early-responses',
        'requests with bodies are served after one that was too large',
      ),
    ),
    covered(
      'I',
      'The reason of a failure contains addresses of buckets or local paths.',
      'One function records reasons; texts of services with addresses are replaced.',
      test('lambda/media-pipeline/publish/fail', "no error for creators quotes a service's message as its own text"),
    ),
    covered(
      'T',
      'A package runs a script, or downloads a program, when it is installed.',
      'Scripts of packages do not run, and each package is pinned by a checksum.',
      test('scripts/install', 'every package is pinned by a checksum'),
      test('scripts/install', 'npm runs no script of any package at install, here and in a clone'),
    ),
    accepted(
      'E',
      'A program of the same user reads the keys of the data folder.',
      'it can already do what the user can; `npm start` is for one person’s machine.',
      source('SECURITY.md', "`npm start` is for one person's machine"),
    ),
  ],
};
