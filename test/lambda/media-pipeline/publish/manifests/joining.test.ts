import { authoringProblems, targetDurationProblems } from '../../../../../cli/presentation';
import { parseMedia } from '../../../../../lambda/media-pipeline/publish/manifests/hls';
import { brandsOf } from '../../../../../lambda/media-pipeline/publish/manifests/init-segment';
import { compose, readExisting } from '../../../../../lambda/media-pipeline/publish/publication';
import type { Speech } from '../../../../../lambda/shared/assets';
import { type EncodedFilm, encodedFilm, encodedRecording } from '../encoded-film';

const id = 'abcdefghijklmnopqrstuv';
const run = '0123abcd';
const speech = {
  run,
  status: 'found',
  language: 'en',
  languages: [{ language: 'es', dub: { folder: `${id}/dubs/${run}/es/` } }],
};

async function publishedWith(film: EncodedFilm, dub: EncodedFilm) {
  const folders: Record<string, EncodedFilm> = { [`${id}/picture/${run}/`]: film, [`${id}/dubs/${run}/es/`]: dub };
  const folder = async (prefix: string) => folders[prefix] as EncodedFilm;
  const existing = await readExisting(
    id,
    { run, sound: { language: 'en', channels: 2 } },
    speech as never as Speech,
    folder,
  );
  const { files, tracks } = compose(id, existing);
  const text = (name: string) => Buffer.from(files[name] ?? '').toString();
  /** A media playlist by its address in the multivariant one: the publication's own, or the job's. */
  const playlist = (uri: string) =>
    (uri.startsWith('../') ? film.files.get(uri.split('/').at(-1) ?? '') : text(uri)) ?? '';
  const media = [...text('index.m3u8').matchAll(/^(?!#).+$|TYPE=AUDIO.*URI="([^"]+)"/gm)].map(
    ([line, uri]) => uri ?? line,
  );
  return {
    files,
    tracks,
    text,
    refused: existing.refused,
    playlists: Object.fromEntries(media.map((uri) => [uri, playlist(uri)])),
  };
}

const targets = (playlists: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(playlists).map(([uri, text]) => [uri.split('/').at(-1), parseMedia(text).targetDuration]),
  );

test('a publication keeps to Apple’s authoring specification', async () => {
  const { text } = await publishedWith(encodedFilm(), encodedRecording('audio'));
  expect(authoringProblems(text('index.m3u8'))).toEqual([]);
});

describe('one target duration', () => {
  test('is left as it is where encoder and publication agree', async () => {
    const { playlists, files } = await publishedWith(encodedFilm(), encodedRecording('audio'));
    expect(targets(playlists)).toEqual({
      'film_360p.m3u8': 6,
      'film_720p.m3u8': 6,
      'film_audio.m3u8': 6,
      'audio-es.m3u8': 6,
    });
    expect(Object.keys(files)).toEqual(['audio-es.m3u8', 'index.mpd', 'index.m3u8']);
  });

  test('is the film’s where its encoder rounded up: the dub declares the same', async () => {
    const film = encodedFilm({ durations: [6.006, 4], targets: { video: 7, audio: 7 } });
    const { playlists } = await publishedWith(film, encodedRecording('audio'));
    expect(new Set(Object.values(targets(playlists)))).toEqual(new Set([7]));
  });

  test.each([
    ['a dub has a longer segment', encodedFilm(), encodedRecording('audio', { durations: [6.6, 3.4] }), 7],
    [
      'picture and sound were rounded differently',
      encodedFilm({ targets: { video: 6, audio: 7 } }),
      encodedRecording('audio'),
      7,
    ],
    [
      'a playlist declares less than its longest segment',
      encodedFilm({ durations: [6.6, 3.4], targets: { video: 6, audio: 6 } }),
      encodedRecording('audio'),
      7,
    ],
  ])('is given to corrected copies of the film’s playlists where %s', async (_, film, dub, expected) => {
    const { playlists, text } = await publishedWith(film, dub);
    expect(targetDurationProblems(playlists)).toEqual([]);
    expect(new Set(Object.values(targets(playlists)))).toEqual(new Set([expected]));
    const copy = text('film_720p.m3u8');
    expect(copy).toContain(`#EXT-X-MAP:URI="../../picture/${run}/film_720pinit.cmfv"`);
    expect(parseMedia(copy).segments.map(({ uri }) => uri)).toEqual(
      [1, 2].map((n) => `../../picture/${run}/film_720p_00000000${n}.cmfv`),
    );
  });

  test('is what the check looks for', () => {
    const playlist = (target: number, ...durations: number[]) =>
      ['#EXTM3U', `#EXT-X-TARGETDURATION:${target}`, ...durations.map((seconds) => `#EXTINF:${seconds},\ns`)].join(
        '\n',
      );
    expect(targetDurationProblems({ 'film.m3u8': playlist(6, 6.4), 'dub.m3u8': playlist(6, 5) })).toEqual([]);
    expect(targetDurationProblems({ 'film.m3u8': playlist(6, 6), 'dub.m3u8': playlist(7, 6.5) })).toEqual([
      'unequal target duration: film.m3u8 declares 6 s, dub.m3u8 declares 7 s',
    ]);
    expect(targetDurationProblems({ 'film.m3u8': playlist(6, 6, 6.5) })).toEqual([
      'film.m3u8: a segment of 6.5 s is longer than the target duration of 6 s',
    ]);
    expect(targetDurationProblems({ 'film.m3u8': '#EXTM3U' })).toEqual(['film.m3u8 declares no target duration']);
  });
});

describe('a dub', () => {
  const at = (seconds: number) => ({ track: { decodeTime: Math.round(seconds * 48_000) } });

  test.each([
    ['begins with the film', {}, {}],
    ['is a little late', at(0.18), {}],
    ['is a little early', {}, { picture: { decodeTime: Math.round(0.08 * 48_000) } }],
    ['begins with a film that begins at ten hours', at(36_000), { picture: { decodeTime: 36_000 * 48_000 } }],
    ['has priming that its edit list takes off', { track: { decodeTime: 1024, edits: [[0, 1024]] as const } }, {}],
  ])('that %s is published', async (_, dub, film) => {
    const { tracks, refused } = await publishedWith(encodedFilm(film), encodedRecording('audio', dub));
    expect(refused.size).toBe(0);
    expect(tracks.audio).toEqual([
      { language: 'en', kind: 'original' },
      { language: 'es', kind: 'dub' },
    ]);
  });

  test.each([
    ['half a second late', at(0.5), {}, /0\.50 s later/],
    ['early', {}, { picture: { decodeTime: 48_000 } }, /1\.00 s earlier/],
    [
      'late by an empty edit',
      {
        track: {
          edits: [
            [400, -1],
            [0, 0],
          ] as const,
        },
      },
      {},
      /0\.40 s later/,
    ],
  ])('that is %s is left out, with its reason', async (_, dub, film, message) => {
    const { tracks, refused, text } = await publishedWith(encodedFilm(film), encodedRecording('audio', dub));
    expect(refused.get('es')).toEqual({ code: 'DubOutOfStep', message: expect.stringMatching(message) });
    expect(tracks.audio).toEqual([{ language: 'en', kind: 'original' }]);
    expect(text('index.m3u8') + text('index.mpd')).not.toContain('/es/');
  });

  test('gets the film’s presentation time offset, so that it is in step in DASH as in HLS', async () => {
    const film = encodedFilm({ picture: { decodeTime: 48_000 }, offset: 1000 });
    const { text, refused } = await publishedWith(film, encodedRecording('audio', at(1)));
    expect(refused.size).toBe(0);
    expect(text('index.mpd').match(/presentationTimeOffset="\d+"/g)).toEqual(
      Array(4).fill('presentationTimeOffset="1000"'),
    );
  });

  test('of a brand that HLS does not take is published with a corrected init segment', async () => {
    const dub = encodedRecording('audio', { track: { brands: ['iso5', 'dash'] } });
    const { files, text } = await publishedWith(encodedFilm(), dub);
    expect(text('audio-es.m3u8')).toContain('#EXT-X-MAP:URI="audio-es-init.mp4"');
    expect(brandsOf(files['audio-es-init.mp4'] as Buffer)).toContain('iso6');
    // DASH has no such rule, and keeps the encoder's own.
    expect(text('index.mpd')).toContain('initialization="../../dubs/0123abcd/es/audio_audioinit.mp4"');
  });

  test('in a form that HLS does not take is left out, with its reason', async () => {
    const { refused } = await publishedWith(encodedFilm(), encodedRecording('audio', { track: { isAbsolute: true } }));
    expect(refused.get('es')?.code).toBe('TranscodeFailed');
  });

  test('of which a file is missing is left out, and the film is published', async () => {
    const dub = encodedRecording('audio');
    dub.sizes.delete('audio_audio_000000002.mp4');
    const { refused, tracks } = await publishedWith(encodedFilm(), dub);
    expect(refused.get('es')?.message).toContain('audio_audio_000000002.mp4');
    expect(tracks.audio).toHaveLength(1);
  });
});
