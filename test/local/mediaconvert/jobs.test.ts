import { bucket, openStudio, type Studio, settingsFor } from './support';

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(async () => {
  await studio.laptop.stop();
});

const text = async (key: string) => (await studio.read(key)).toString();

test('a ladder with sound becomes one CMAF group, named as MediaConvert names it', async () => {
  const source = await studio.upload('plain');
  const job = await studio.run(
    settingsFor(source, {
      destination: `s3://${bucket}/ladder/film`,
      rungs: [
        [320, 180],
        [160, 90],
      ],
    }),
    { UserMetadata: { assetId: 'a1' } },
  );
  expect(job).toMatchObject({ Status: 'COMPLETE', JobPercentComplete: 100 });
  expect(await studio.files('ladder/')).toEqual([
    'film.m3u8',
    'film.mpd',
    'film_180p.m3u8',
    'film_180p_000000001.cmfv',
    'film_180p_000000002.cmfv',
    'film_180pinit.cmfv',
    'film_90p.m3u8',
    'film_90p_000000001.cmfv',
    'film_90p_000000002.cmfv',
    'film_90pinit.cmfv',
    'film_audio.m3u8',
    'film_audio_000000001.cmfa',
    'film_audio_000000002.cmfa',
    'film_audioinit.cmfa',
  ]);
  const multivariant = await text('ladder/film.m3u8');
  expect(multivariant).toContain('#EXT-X-INDEPENDENT-SEGMENTS');
  expect(multivariant).toMatch(/#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",.*DEFAULT=YES.*URI="film_audio.m3u8"/);
  expect(multivariant).toMatch(
    /#EXT-X-STREAM-INF:BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="avc1\.64\w{4},mp4a\.40\.2",RESOLUTION=320x180,FRAME-RATE=24\.000,VIDEO-RANGE=SDR,AUDIO="audio"\nfilm_180p\.m3u8/,
  );
  expect(await text('ladder/film_180p.m3u8')).toContain(
    '#EXTINF:2.000000,\nfilm_180p_000000001.cmfv\n#EXTINF:1.000000,',
  );
  expect(await text('ladder/film.mpd')).toContain('<S t="0" d="48000"/><S t="48000" d="24000"/>');
});
