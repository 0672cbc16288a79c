import { readFileSync } from 'node:fs';
import {
  captionsFolder,
  dubCacheFolder,
  dubFolder,
  dubWavKey,
  folderKeys,
  fromManifest,
  fromReference,
  manifestsFolder,
  pictureFolder,
  publishedFolders,
  soundKey,
  transcriptKey,
} from '../../../lambda/shared/content-layout';

const run = { assetId: 'abcdefghijklmnopqrstuv', run: '0a1b2c3d' };

test('each object has its place', () => {
  const { assetId } = run;
  expect([
    pictureFolder(run),
    manifestsFolder(assetId, 3),
    captionsFolder(run, 'es'),
    dubFolder(run, 'es'),
    transcriptKey(run),
    soundKey(run),
    dubWavKey(run, 'es'),
    dubCacheFolder(run),
  ]).toEqual([
    `${assetId}/picture/0a1b2c3d/`,
    `${assetId}/manifests/3/`,
    `${assetId}/captions/0a1b2c3d/es/`,
    `${assetId}/dubs/0a1b2c3d/es/`,
    `${assetId}/speech/0a1b2c3d/transcript.json`,
    `work/${assetId}/speech/0a1b2c3d/sound_speech.mp4`,
    `work/${assetId}/dubs/0a1b2c3d/es.wav`,
    `work/${assetId}/dubs/cache/`,
  ]);
});

test('the pattern of a folder covers the folders of all assets', () => {
  const covers = (pattern: string, key: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(key);
  expect(covers(folderKeys('picture'), `${pictureFolder(run)}film.mpd`)).toBe(true);
  expect(covers(folderKeys('speech'), transcriptKey(run))).toBe(true);
  expect(covers(folderKeys('speech'), pictureFolder(run))).toBe(false);
});

test('a reference from a manifest leads back to its key', () => {
  const key = `${dubFolder(run, 'es')}audio.mpd`;
  expect(fromManifest(key)).toBe('../../dubs/0a1b2c3d/es/audio.mpd');
  expect(fromReference(run.assetId, fromManifest(key))).toBe(key);
});

test('the edge function lets viewers read the published folders and no other', () => {
  const source = readFileSync('lib/constructs/edge/viewer-request.js', 'utf8');
  expect(/FOLDER = '\(\?:([a-z|]+)\)'/.exec(source)?.[1]?.split('|').toSorted()).toEqual([...publishedFolders].sort());
});
