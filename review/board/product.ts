import { claim, noProperty, noResource, noText, source, test } from '../evidence/evidence';
import type { Answer } from './answer';

/** Questions about features for viewers and creators. */
export const product: readonly Answer[] = [
  {
    question: 'Live streaming and linear channels',
    standing: 'not available',
    short:
      'Every film is a file that is encoded as a whole. Live streaming needs AWS Elemental MediaLive and MediaPackage beside this pipeline. Delivery, sessions and interactions do not depend on the source of segments.',
    claims: [
      claim(
        'The templates contain no live encoder, packager or channel.',
        noResource('review', 'AWS::MediaLive::Channel'),
        noResource('review', 'AWS::MediaPackageV2::ChannelGroup'),
        noResource('review', 'AWS::MediaTailor::Channel'),
      ),
      claim(
        'Playlists describe complete films.',
        test(
          'journeys/film',
          'keeps to RFC 8216 and to Apple’s authoring specification, and its MPD to the standard’s schema',
        ),
      ),
    ],
  },
  {
    question: 'Advertising',
    standing: 'not available',
    short:
      'There is no ad decision server and no ad insertion. Server-side insertion belongs in the function that signs manifests, or in MediaTailor as an origin of `/v/*`.',
    claims: [
      claim(
        'There is no MediaTailor configuration, and the encodes contain no ad markers.',
        noResource('review', 'AWS::MediaTailor::PlaybackConfiguration'),
        source('lambda/media-pipeline/jobs/stated-settings.ts', "Scte35Source: 'NONE'"),
      ),
      claim(
        'One function already creates the manifests of players without cookies.',
        test('lib/delivery', 'are made by a function that only this distribution may call'),
      ),
    ],
  },
  {
    question: 'Digital rights management',
    standing: 'by configuration',
    short:
      'Films are encrypted by SPEKE v2 with Widevine, PlayReady and FairPlay if the stage names the key provider and licence servers of a vendor. Without a vendor, only clear key is available, which does not prevent copying.',
    claims: [
      claim(
        'Films are encrypted with keys from SPEKE v2, and playback returns the vendor’s licence servers.',
        test(
          'lambda/media-pipeline/encode/job-encryption',
          'the film is encrypted as cbcs by keys of SPEKE 2, one for its pictures and one for its sound',
        ),
        test('lib/drm', 'players are sent to the vendor’s licence servers'),
      ),
      claim(
        'An encrypted film plays in Chromium with a licence of its session, and does not play without one.',
        test('journeys/drm', 'the film plays in Chromium with a licence of its session'),
        test('journeys/drm', 'it does not play without: a player has none, or is refused one'),
      ),
      claim(
        'Players on Apple’s systems can play an encrypted film in its original language only, because dubs are `cenc`, which FairPlay does not support. The page has no player for encrypted films.',
        source('docs/adr/0017-keys-are-derived.md', 'FairPlay does not'),
        noText('web/player.ts', 'emeEnabled'),
      ),
    ],
  },
  {
    question: 'Offline viewing and downloads',
    standing: 'not available',
    short: 'A session is for streaming: its signature expires after hours, and licences belong to open sessions.',
    claims: [
      claim(
        'Licences are issued for open sessions only.',
        test('journeys/drm', 'no other session gets the keys, and none once the session has ended'),
      ),
      claim('No route provides a download.', noText('lambda/shared/routes.ts', 'download')),
    ],
  },
  {
    question: 'Watermarking',
    standing: 'not available',
    short:
      'Films have no visible or forensic watermark. All viewers share the same segments, which makes the segments cacheable.',
    claims: [
      claim(
        'Jobs use no image inserter and no watermark partner.',
        noText('lambda/media-pipeline', 'ImageInserter'),
        noText('lambda/media-pipeline', 'PartnerWatermarking'),
      ),
      claim(
        'Sessions share segments.',
        test(
          'journeys/sessions',
          'two sessions share every segment in the edge’s cache, whichever form their addresses have',
        ),
      ),
    ],
  },
  {
    question: 'Accessibility',
    standing: 'available',
    short:
      'Films have captions in their original language and in others, with markers for players, and all controls of the page have labels. There is no audio description and no automated accessibility test.',
    claims: [
      claim(
        'Original captions are marked for viewers who cannot hear.',
        test(
          'lambda/media-pipeline/publish/manifests/late-binding',
          'captions are offered with every variant, the original ones as those for deaf viewers',
        ),
        source(
          'lambda/media-pipeline/publish/manifests/compose-hls.ts',
          'public.accessibility.transcribes-spoken-dialog',
        ),
      ),
      claim(
        'Captions have at most two lines of 42 characters and are shown long enough to be read.',
        test('lambda/speech/captions/cues', 'cues have at most two lines of 42 characters'),
        test('lambda/speech/captions/cues', 'cues stay at most 7 s, and all but few of them at least 1 s'),
      ),
      claim(
        'The page shows each language by its own name.',
        test('web/page', 'its languages are named in themselves, and begin with the original and no captions'),
      ),
      claim(
        'No track describes the pictures, and no test runs axe or a similar tool.',
        noText('lambda/media-pipeline/publish', 'describes-video'),
        noText('package.json', 'axe-core'),
      ),
    ],
  },
  {
    question: 'Disclosure of synthetic voices and machine captions',
    standing: 'available',
    short:
      'HLS marks dubs and machine captions, and DASH marks dubs by their role. The API and the page’s menus do not show it.',
    claims: [
      claim(
        'Dubs and machine captions have a characteristic in HLS.',
        source(
          'lambda/media-pipeline/publish/manifests/compose-hls.ts',
          "CHARACTERISTICS: audio.kind === 'dub' ? byMachine : undefined",
        ),
      ),
      claim(
        'Dubs have the role `dub` in DASH.',
        test(
          'lambda/media-pipeline/publish/manifests/late-binding',
          'a dub that was encoded later joins the MPD, with ids of its own and its role',
        ),
      ),
      claim(
        'Neither the API nor the page shows how a track was made.',
        noText('lambda/api/asset-view.ts', 'madeBy'),
        noText('web', 'automatic'),
      ),
    ],
  },
  {
    question: 'Parental control',
    standing: 'available',
    short:
      'Films have an age rating, and viewers have an age limit, which lists, rows and playback respect. An administrator sets its maximum for a viewer.',
    claims: [
      claim(
        'Rows leave out films above the viewer’s limit.',
        test(
          'lambda/recommendations/recommendations',
          'leaves out titles that are unknown, unpublished, for older viewers, in other languages or finished',
        ),
      ),
      claim(
        'Lists, playback and renewals of sessions respect the limit; an administrator sets its maximum.',
        test('lambda/delivery/sessions', 'refuses to open an older film, and one without a rating'),
        test('lambda/interactions/me', 'is in force at once, and the viewer may only lower it'),
      ),
    ],
  },
  {
    question: 'Payment and subscriptions',
    standing: 'not available',
    short:
      'Every signed-in user may watch every published film. A check of entitlements belongs in `lambda/delivery/playback.ts`, which opens sessions.',
    claims: [
      claim(
        'The table of routes contains groups and owners, but no purchases.',
        test('lambda/api/http', 'lets viewers read and play, and nothing else'),
        noText('lambda/delivery', 'entitlement'),
      ),
    ],
  },
  {
    question: 'Rights by country',
    standing: 'by configuration',
    short:
      '`bindCountry` restricts a session to the country in which it was opened. The data model contains no rights of films by country.',
    claims: [
      claim(
        'The edge function refuses requests from another country.',
        test('lib/delivery', 'is checked by the function, which receives it if the stage demands the check'),
        test('lambda/delivery/sessions', 'the id of a session that is bound to a country contains the country'),
      ),
      claim(
        'The distribution has no geographic restriction.',
        noProperty('review', 'Delivery', 'ScreenDistribution', 'DistributionConfig.Restrictions'),
      ),
    ],
  },
];
