import { source, test } from '../evidence/evidence';
import { accepted, covered, type Threats } from './threat';

export const api: Threats = {
  boundary: 'api',
  threats: [
    covered(
      'S',
      'A caller sends a token that is forged, expired, or of another pool or client.',
      'The authorizer checks signature, pool, client, use and times, and refuses without details.',
      test('lambda/auth/attacks', 'is refused, without a word: $name'),
      test('lambda/auth/attacks', 'never has the authorizer read keys where an attacker keeps some'),
    ),
    accepted(
      'S',
      'A stolen access token is used until it expires, for half an hour, also after its user has signed out.',
      'the authorizer decides without a call to Cognito; refresh tokens are revoked at once.',
      source('docs/access.md', 'An access token is valid for half an hour'),
    ),
    covered(
      'T',
      'A creator changes members of an asset that are not theirs to change: owner, status, keys, run.',
      'Bodies are parsed by strict schemas that contain the changeable members only.',
      test('lambda/auth/attacks', 'touches nothing but its title: $name'),
    ),
    covered(
      'T',
      'A creator uploads more bytes than agreed, or other parts than planned.',
      'The length of each part is signed, and the upload is completed only with the planned parts.',
      test('lambda/api/adapters', 'signs a part’s length: of 1,000 bytes, %d are refused'),
      test('lambda/api/uploads', 'names the parts that are missing or of another length'),
    ),
    covered(
      'R',
      'An upload or a session is created, and the response is lost; the caller denies or repeats it.',
      'A request with the same Idempotency-Key has the same asset or session, a completed upload returns the same, and lists name what exists.',
      test('lambda/api/request-keys', 'is one asset, one use of the day and one open multipart upload for ten at once'),
      test('lambda/api/request-keys', 'holds one slot for ten at once, which have the same signature'),
      test('journeys/lost-responses', 'a lost response leaves one asset, and one session'),
      test('lambda/api/uploads', 'closes the upload, and returns the same to a repeated request'),
    ),
    accepted(
      'R',
      'A user denies a request that changed something: the access log does not name its user.',
      'logs are read by more people than tables, and rows name the owner; a log has the address and the path of each request for 30 days.',
      test('lib/logs', 'no access log of an API has a user, a name or a header'),
    ),
    covered(
      'I',
      'A reader of logs, of the lake or of Personalize learns which user did what.',
      'They contain a random pseudonym at most. The viewer’s row in one table is the only link, and administrators find viewers by a request body.',
      test('journeys/pseudonyms', 'only the user pool and the tables that are kept by sub have the users'),
      test(
        'lambda/interactions/me',
        'is random, the same from the first request on, and all that the viewer sees as the id',
      ),
    ),
    covered(
      'I',
      'A caller guesses ids of assets, uploads or sessions of others.',
      'Ids have at least 105 random bits, and the response for what a caller may not see is that for what does not exist.',
      test('lambda/auth/attacks', 'guessed for %s gets the same response as one of another user'),
      test(
        'lambda/api/request-keys',
        'belongs to its caller and asset: others with the same key have sessions of their own',
      ),
      test('lambda/delivery/sessions', 'by a stranger gets the same response as for a session that does not exist'),
    ),
    covered(
      'I',
      'A response reveals bucket names, keys, ARNs or the owner of an asset.',
      'Views name the members that a caller may see.',
      test('lambda/api/assets', 'contains neither buckets, keys nor ARNs'),
    ),
    covered(
      'T',
      'A user deletes the film or the account of another user, or a film that has to be kept as evidence.',
      'Owners and administrators delete films, users their account, and a legal hold stops every deletion of a film.',
      test('lambda/erasure/erasures', 'may be deleted by its owner and by an admin only'),
      test('lambda/erasure/erasures', 'is deleted by an admin, by the pseudonym'),
      test('lambda/erasure/erasures', 'under a legal hold is kept until an admin releases it'),
    ),
    covered(
      'I',
      'A child opens a film for adults by its id, or a film that its creator did not rate.',
      'The viewer’s limit, and never more than an administrator allows, is enforced in lists, rows and playback.',
      test('lambda/api/assets', 'hides older films from lists, and films without a rating'),
      test('lambda/api/assets', 'refuses an older film by its name, except to its owner and to admins'),
      test('lambda/delivery/sessions', 'refuses to open an older film, and one without a rating'),
      test('lambda/interactions/me', 'is in force at once, and the viewer may only lower it'),
    ),
    covered(
      'D',
      'A creator opens thousands of uploads, so that lists of viewers are empty.',
      'Lists of viewers read an index of published assets only; open uploads are limited, and expire after a week.',
      test(
        'lambda/api/assets',
        'pages through everything once, and reads no more than it shows, whatever else there is',
      ),
      test('lambda/api/adapters', 'creates no more open uploads than a creator may have, also of many at once'),
      test(
        'lambda/media-pipeline/reconcile/reconcile',
        'that was not completed within a week is deleted, its record and its parts, and no other',
      ),
    ),
    covered(
      'D',
      'Viewers end so many sessions that the store of ended sessions makes each end slow.',
      'A request only writes, a schedule removes, and a viewer opens a limited number of films within an hour.',
      test('lambda/delivery/revocations', 'a session ends by two calls, also beside 100,000 others: nothing is listed'),
      test('lambda/delivery/revocations', 'removes every session whose signatures have expired, and no other'),
      test(
        'lambda/delivery/sessions',
        'is limited within an hour too, since every session that ends is stored at the edge',
      ),
    ),
    covered(
      'D',
      'A malformed record makes a list fail for every caller.',
      'It is left out, logged and counted.',
      test('lambda/api/adapters', 'leaves a malformed record out of a list, and counts it'),
    ),
    covered(
      'D',
      'A creator runs up costs by uploads, languages or endless retries.',
      'All of them are limited per creator and day, by conditions that parallel requests cannot pass.',
      test('lambda/api/adapters', 'is never above the maximum, also when many take from it at once'),
      test('lambda/api/uploads', 'the uploads of a day are limited, until midnight, for this creator'),
      test('lambda/api/uploads', 'the languages of a day are limited, also those of the stage'),
      test('lambda/api/assets', 'counts for the day of the owner, and changes nothing above the maximum'),
    ),
    covered(
      'E',
      'A user calls a route of creators or administrators.',
      'One table defines the groups of every route, and the handlers check it after the authorizer.',
      test(
        'lib/api',
        'every route of the API is in the table of who may do what, and every one of the table is in the API',
      ),
      test('lambda/interactions/me', 'is set by administrators alone, for ids that can be, to ratings that exist'),
    ),
  ],
};
