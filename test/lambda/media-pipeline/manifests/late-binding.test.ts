import { composeDash } from '../../../../lambda/media-pipeline/manifests/compose-dash';
import { composeHls } from '../../../../lambda/media-pipeline/manifests/compose-hls';
import { parseMultivariant } from '../../../../lambda/media-pipeline/manifests/hls';
import { readEncoding } from '../../../../lambda/media-pipeline/manifests/read-encoding';
import type { Encoding } from '../../../../lambda/media-pipeline/manifests/renditions';
import { parseXml } from '../../../../lambda/media-pipeline/manifests/xml';
import { encodedFilm, encodedRecording } from '../encoded-film';

async function filmWithDub(): Promise<[Encoding, Encoding]> {
  const picture = await readEncoding(encodedFilm(), {
    prefix: '../../picture/1/',
    sound: { language: 'en', kind: 'original', channels: 2 },
  });
  const dub = await readEncoding(encodedRecording(), {
    prefix: '../../dub-es/2/',
    sound: { language: 'es', kind: 'dub', channels: 2 },
  });
  return [picture, dub];
}

test('a dub that was encoded later joins the playlist, and the picture stays as it was', async () => {
  const [picture, dub] = await filmWithDub();
  const { variants, media } = parseMultivariant(composeHls([picture, dub]));
  expect(variants).toEqual(parseMultivariant(composeHls([picture])).variants);
  expect(media.map(({ NAME, LANGUAGE, DEFAULT, URI }) => [NAME, LANGUAGE, DEFAULT, URI])).toEqual([
    ['English', 'en', 'YES', '../../picture/1/film_audio.m3u8'],
    ['español', 'es', 'NO', 'audio-es.m3u8'],
  ]);
});

test('a dub that was encoded later joins the MPD, with ids of its own and its role', async () => {
  const [period] = parseXml(composeDash(await filmWithDub())).children;
  const sets = period?.children ?? [];
  expect(sets.map(({ attributes }) => [attributes.id, attributes.lang])).toEqual([
    ['1', undefined],
    ['2', 'en'],
    ['3', 'es'],
  ]);
  const of = (name: string) => sets.flatMap(({ children }) => children.filter((child) => child.name === name));
  expect(of('Role').map(({ attributes }) => attributes.value)).toEqual(['main', 'dub']);
  expect(of('Representation').map(({ attributes }) => attributes.id)).toEqual(['1', '2', '3', '4']);
});
