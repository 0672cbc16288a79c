import { source, test } from '../evidence/evidence';
import { accepted, covered, type Threats } from './threat';

export const edge: Threats = {
  boundary: 'edge',
  threats: [
    covered(
      'S',
      'A request goes to the API’s own address, around the web ACL, or claims to come from another country.',
      'The authorizer accepts only requests with a secret header of this distribution, whose values are numbered.',
      test('journeys/strangers', 'refuses a member who sends CloudFront-Viewer-Country there, with a valid token'),
      test('journeys/strangers', 'refuses a guessed origin key'),
      test('lambda/auth/admission', 'refuses a valid token with %s, before it reads the token'),
    ),
    covered(
      'S',
      'A signature is used for another film or session, after its end, or with an altered policy.',
      'The signature covers the session and the film, and a function at the edge knows ended sessions.',
      test('laptop/edge-attacks', 'nothing opens: $name'),
      test('laptop/edge-attacks', 'an ended session is refused by the function'),
      test('lambda/delivery/playback', 'signs for this session and this asset alone, until the session ends'),
    ),
    accepted(
      'S',
      'A viewer gives a signed address away, and others play the film until it expires.',
      'a signature is a bearer token; open films per viewer are limited, and a stage can bind sessions to a country.',
      test('lambda/delivery/sessions', 'the id of a session that is bound to a country contains the country'),
    ),
    covered(
      'R',
      'The log names CloudFront as the sender of a request, or an address that the sender invented.',
      'A function at the edge writes the viewer’s address into a header, in place of one that the viewer sent.',
      test('lib/api-request', 'the address of the viewer is in the header, in place of %s'),
      test('journeys/strangers', 'no log contains a token or an origin key'),
    ),
    covered(
      'T',
      'Another site loads the page in a window or a frame, or a script from elsewhere runs in it.',
      'A content security policy without exceptions, and isolation headers on every response.',
      test(
        'lib/delivery',
        'the page may run its own scripts, talk to Cognito and to uploads, and play what it has buffered',
      ),
      test('lib/delivery', '$PathPattern keeps no window of theirs, and is loaded by them only if it is a film'),
      test('local/test/services/cloudfront/edge', 'security headers are on every answer, errors too'),
    ),
    covered(
      'T',
      'A title, a name or a file name contains escape sequences, bidi overrides or half characters.',
      'One function checks texts of people at every door, and the command line writes controls as escapes.',
      test('lambda/shared/text', 'must not have %s, which the fault names'),
      test('lambda/delivery/sessions', 'names a device by a text of one visible line, or not at all'),
      test('cli/terminal', 'a terminal receives no controls'),
      test('cli/terminal', 'escapes them in JSON too, which has the same value'),
    ),
    covered(
      'D',
      'Strangers without tokens flood the API, so that members are refused.',
      'Requests without a token end at the edge, and each token and address has a rate of its own.',
      test('journeys/strangers', '43 anonymous requests beside each of a viewer, with %s: the viewer gets no 429'),
      test('lib/web-acls', 'gives each token a rate of its own, in whatever spelling it comes'),
      test('lib/web-acls', 'limits an address that sends forged tokens, and no other'),
    ),
    accepted(
      'D',
      'Requests to the API’s own address use up the rate of a route.',
      'they are refused, but AWS does not document whether the throttle counts before the authorizer; the address is not published.',
      source('docs/adr/0037-the-api-has-one-door.md', 'What stays open.'),
    ),
    accepted(
      'D',
      'Forged tokens, or one member, use up the rate of a route for some seconds.',
      'the firewall estimates rates, usually within 30 seconds.',
    ),
    covered(
      'D',
      'Sign-ups, codes and forgotten passwords are requested by the thousand.',
      'The user pool has a web ACL with a rate per address and operation; signing up needs SES, or users are invited.',
      test('lib/web-acls', 'limits %s of one address, and leaves its other requests alone'),
      test(
        'local/test/services/cognito-idp/web-acl',
        'ends after fifty messages a day, for sign-ups and invitations together',
      ),
    ),
    accepted(
      'I',
      'Sign-up reveals whether an e-mail address has an account.',
      'Cognito returns `UsernameExistsException` there, and `LimitExceededException` for known users; signing in and forgotten passwords reveal nothing.',
      source('docs/adr/0038-sign-up-has-a-rate.md', 'UsernameExistsException'),
    ),
    covered(
      'I',
      'Another CloudFront distribution of the account delivers the films.',
      'The policies of the content buckets name the distribution of the stage.',
      test('lib/storage', 'is read by the distribution of this stage only, and only by name'),
    ),
    covered(
      'T',
      'A player reports watching that did not happen, to move a film into rankings.',
      'A report counts for a session of its viewer and film, for the time that has passed; rankings count viewers.',
      test(
        'lambda/interactions/flood',
        'watch events of sessions that were never opened are refused, and reach neither lake nor recommender',
      ),
      test(
        'lambda/interactions/flood',
        'accounts that keep sessions open for hours are 25 viewers: too few for a trend and for a recommender',
      ),
      test('lambda/interactions/events', 'with the seconds that have passed, over all requests'),
    ),
    covered(
      'D',
      'A viewer sends more events than the limit in parallel batches.',
      'Events are reserved before they are delivered.',
      test(
        'lambda/interactions/events',
        'in parallel batches is refused as in one after the other: exactly six hundred are accepted',
      ),
    ),
  ],
};
