import { claim, noProperty, noResource, noText, source, test } from '../evidence/evidence';
import type { Answer } from './answer';

/** What viewers and creators can be promised. */
export const product: readonly Answer[] = [
  {
    question: 'Live streaming and linear channels',
    standing: 'not there',
    short:
      'Every film is a file that is encoded as a whole. Live needs AWS Elemental MediaLive and MediaPackage beside this pipeline; delivery, sessions and interactions do not depend on where segments come from.',
    claims: [
      claim(
        'No live encoder, packager or channel is in the templates.',
        noResource('review', 'AWS::MediaLive::Channel'),
        noResource('review', 'AWS::MediaPackageV2::ChannelGroup'),
        noResource('review', 'AWS::MediaTailor::Channel'),
      ),
      claim(
        'Playlists are of finished films.',
        test(
          'journeys/film',
          'keeps to RFC 8216 and to Apple’s authoring specification, and its MPD to the standard’s schema',
        ),
      ),
    ],
  },
  {
    question: 'Advertising',
    standing: 'not there',
    short:
      'No ad decision server and no insertion. The place for server-side insertion is the function that signs manifests, or MediaTailor as an origin of `/v/*`.',
    claims: [
      claim(
        'No MediaTailor configuration, and no ad markers in the encodes.',
        noResource('review', 'AWS::MediaTailor::PlaybackConfiguration'),
        noText('lambda', 'SCTE'),
      ),
      claim(
        'Manifests of players without cookies pass through one function already.',
        test('lib/delivery', 'are made by a function that only this distribution may call'),
      ),
    ],
  },
  {
    question: 'Digital rights management',
    standing: 'by configuration',
    short:
      'Encryption by SPEKE v2 with Widevine, PlayReady and FairPlay, where the stage names a vendor’s key provider and licence servers. Without a vendor there is clear key only, which keeps no pirate out.',
    claims: [
      claim(
        'Films are encrypted by keys of SPEKE v2, and playback names the vendor’s licence servers.',
        test(
          'lambda/media-pipeline/encode/job-encryption',
          'the film is encrypted as cbcs by keys of SPEKE 2, one for its pictures and one for its sound',
        ),
        test('lib/drm', 'players are sent to the vendor’s licence servers'),
      ),
      claim(
        'An encrypted film plays in Chromium with a licence of its session, and not without.',
        test('journeys/drm', 'the film plays in Chromium with a licence of its session'),
        test('journeys/drm', 'it does not play without: a player has none, or is refused one'),
      ),
      claim(
        'Players on Apple’s systems have an encrypted film in its original language only: dubs are `cenc`, which FairPlay does not take. The page itself has no player for encrypted films.',
        source('docs/adr/0017-keys-are-derived.md', 'FairPlay does not'),
        noText('web/player.ts', 'emeEnabled'),
      ),
    ],
  },
  {
    question: 'Offline viewing and downloads',
    standing: 'not there',
    short: 'A session is for streaming: its signature ends after hours, and licences belong to live sessions.',
    claims: [
      claim(
        'Licences are given for live sessions only.',
        test('journeys/drm', 'keys are given to nobody else, and not any more once the session has ended'),
      ),
      claim('No route hands out a download.', noText('lambda/shared/routes.ts', 'download')),
    ],
  },
  {
    question: 'Watermarking',
    standing: 'not there',
    short: 'No visible or forensic watermark. All viewers share the same segments, which is what makes them cacheable.',
    claims: [
      claim(
        'Jobs set no image inserter and no watermark partner.',
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
    standing: 'there',
    short:
      'Captions in the language of the film and in others, marked for players; the page is built of labelled controls. There is no audio description, and no automated accessibility test.',
    claims: [
      claim(
        'Original captions are announced for viewers who cannot hear.',
        test(
          'lambda/media-pipeline/publish/manifests/late-binding',
          'captions are offered with every variant, the original ones for who cannot hear',
        ),
        source(
          'lambda/media-pipeline/publish/manifests/compose-hls.ts',
          'public.accessibility.transcribes-spoken-dialog',
        ),
      ),
      claim(
        'Captions have at most two lines of 42 characters, and stay long enough to be read.',
        test('lambda/speech/captions/cues', 'cues have at most two lines of 42 characters'),
        test('lambda/speech/captions/cues', 'cues stay at most 7 s, and all but few of them at least 1 s'),
      ),
      claim(
        'Languages are chosen by their own names.',
        test('web/page', 'its languages are named in themselves, and begin with the original and no captions'),
      ),
      claim(
        'No track of described pictures is made, and no test runs axe or the like.',
        noText('lambda/media-pipeline', 'describes-video'),
        noText('package.json', 'axe-core'),
      ),
    ],
  },
  {
    question: 'Disclosure of synthetic voices and machine captions',
    standing: 'there',
    short: 'Marked in HLS, and dubs in DASH by their role; the API and the page’s menus do not spell it out.',
    claims: [
      claim(
        'Dubs and captions by machine have a characteristic of their own in HLS.',
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
        'Neither the API nor the page names the maker of a track.',
        noText('lambda/api/asset-view.ts', 'madeBy'),
        noText('web', 'automatic'),
      ),
    ],
  },
  {
    question: 'Parental control',
    standing: 'by code',
    short:
      'Films have an age rating and viewers an age limit that rows respect. Enforcement in playback belongs in `lambda/delivery/playback.ts`.',
    claims: [
      claim(
        'Rows leave out what is above the viewer’s limit.',
        test(
          'lambda/recommendations/recommendations',
          'leaves out what is unknown, unpublished, too old, not understood or finished',
        ),
      ),
      claim('Playback does not ask.', noText('lambda/delivery', 'ageLimit')),
    ],
  },
  {
    question: 'Payment and subscriptions',
    standing: 'not there',
    short:
      'Every signed-in user may watch every published film. A check of entitlements belongs in `lambda/delivery/playback.ts`, where a session is opened.',
    claims: [
      claim(
        'The table of routes knows groups and owners, and nothing that is bought.',
        test('lambda/api/http', 'lets viewers read and play, and nothing else'),
        noText('lambda/delivery', 'entitlement'),
      ),
    ],
  },
  {
    question: 'Rights by country',
    standing: 'by configuration',
    short:
      '`bindCountry` holds a session to the country that it was opened in. Which film may be shown in which country is not modelled.',
    claims: [
      claim(
        'The edge function refuses another country.',
        test('lib/delivery', 'is checked by the function, which is given it, where the stage says so'),
        test('lambda/delivery/sessions', 'bound to a country, a session’s id says which'),
      ),
      claim(
        'The distribution has no geographic restriction.',
        noProperty('review', 'Delivery', 'ScreenDistribution', 'DistributionConfig.Restrictions'),
      ),
    ],
  },
];
