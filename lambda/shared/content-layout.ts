/**
 * The keys of the content bucket: the one place that functions, grants and CloudFront behaviours take them from.
 *
 * - `{assetId}/{folder}/…`: a film as viewers get it; see {@link assetFolders}.
 * - `work/{assetId}/…`: files that only the pipeline reads. They are not replicated, and a lifecycle rule deletes them.
 *
 * It imports nothing, so that stacks can use it as well as functions.
 */
interface AssetRun {
  readonly assetId: string;
  /** Eight hexadecimal digits: the run of the picture, or the attempt of the speech. */
  readonly run: string;
}

/** The folders below an asset's own. Viewers may read all of them but `speech`, which holds transcripts. */
const assetFolders = ['picture', 'dubs', 'captions', 'manifests', 'speech'] as const;
export type AssetFolder = (typeof assetFolders)[number];

/** The folders whose manifests the `manifest` function signs. */
export const publishedFolders = ['picture', 'dubs', 'captions', 'manifests'] as const satisfies readonly AssetFolder[];

/** Extensions of manifests and playlists: they contain addresses of other files. */
export const manifestExtensions = ['m3u8', 'mpd'] as const;

/** Extensions of files that CloudFront compresses: all that are text. */
export const textExtensions = [...manifestExtensions, 'vtt'] as const;

/** Content types by extension, of files that functions write. MediaConvert sets those of its own. */
export const contentTypes = {
  m3u8: 'application/vnd.apple.mpegurl',
  mpd: 'application/dash+xml',
  vtt: 'text/vtt; charset=utf-8',
  json: 'application/json',
  // Init segments that a publication corrects: of sound alone.
  mp4: 'audio/mp4',
} as const;

/** The content type of a key, by its extension. */
export function contentTypeOf(key: string): string | undefined {
  const extension = key.split('.').at(-1) ?? '';
  return Object.hasOwn(contentTypes, extension) ? contentTypes[extension as keyof typeof contentTypes] : undefined;
}

/** The first part of all keys that only the pipeline uses. Ends with a slash. */
export const workPrefix = 'work/';

/** Pattern of the work files' keys, for grants. */
export const workKeys = `${workPrefix}*`;

/** Pattern of the keys in one folder of all assets, for grants. */
export function folderKeys(folder: AssetFolder): `*/${AssetFolder}/*` {
  return `*/${folder}/*`;
}

/** Patterns of the keys of all manifests, for grants. */
export const manifestKeys = manifestExtensions.map((extension) => `*.${extension}` as const);

/** The folder of a run's file names, such as `{assetId}/picture/{run}/`. Ends with a slash. */
function runFolder({ assetId, run }: AssetRun, folder: AssetFolder): string {
  return `${assetId}/${folder}/${run}/`;
}

/** The folder to which a run's picture job writes. Ends with a slash. */
export function pictureFolder(run: AssetRun): string {
  return runFolder(run, 'picture');
}

/** The base name of the files in {@link pictureFolder}. */
export const pictureName = 'film';

/** The folder of one publication's manifests. Ends with a slash. */
export function manifestsFolder(assetId: string, version: number): string {
  return `${assetId}/manifests/${version}/`;
}

/** The names of a publication's two manifests. */
export const hlsName = 'index.m3u8';
export const dashName = 'index.mpd';

/** The reference from a manifest in {@link manifestsFolder} to a key of the same asset. */
export function fromManifest(key: string): string {
  return `../../${key.slice(key.indexOf('/') + 1)}`;
}

/** The key that a reference by {@link fromManifest} means. */
export function fromReference(assetId: string, reference: string): string {
  return `${assetId}/${reference.replace('../../', '')}`;
}

/** Transcribe's result. */
export function transcriptKey(run: AssetRun): string {
  return `${runFolder(run, 'speech')}transcript.json`;
}

/** The folder of one language's captions. Ends with a slash. */
export function captionsFolder(run: AssetRun, language: string): string {
  return `${runFolder(run, 'captions')}${language}/`;
}

/** The names of the files in {@link captionsFolder}; those of segments are `captions_00001.vtt` and so on. */
export const captionNames = {
  /** All cues in one file. */
  whole: 'captions.vtt',
  /** The media playlist of the segments. */
  playlist: 'captions.m3u8',
  /** The cues as data. */
  cues: 'cues.json',
} as const;

/** @param number counted from 1 */
export function captionSegmentName(number: number): string {
  return `captions_${String(number).padStart(5, '0')}.vtt`;
}

/** The folder of an encoded dub. Ends with a slash. */
export function dubFolder(run: AssetRun, language: string): string {
  return `${runFolder(run, 'dubs')}${language}/`;
}

/** The base name of the files in {@link dubFolder}. */
export const dubName = 'audio';

/** The dub before it is encoded. */
export function dubWavKey({ assetId, run }: AssetRun, language: string): string {
  return `${workPrefix}${assetId}/dubs/${run}/${language}.wav`;
}

/** Synthesized speech, shared by the asset's runs and languages so that nothing is paid for twice. Ends with a slash. */
export function dubCacheFolder({ assetId }: Pick<AssetRun, 'assetId'>): string {
  return `${workPrefix}${assetId}/dubs/cache/`;
}

/** The first part of the keys of a run's extracted sound; {@link soundFiles} has the rest. */
export function soundBase({ assetId, run }: AssetRun): string {
  return `${workPrefix}${assetId}/speech/${run}/sound`;
}

/** What follows {@link soundBase}: the modifier and the extension of each file's name. */
export const soundFiles = {
  speech: { modifier: '_speech', extension: 'mp4' },
  bed: { modifier: '_bed', extension: 'mov' },
} as const;

/** The extracted sound in which Transcribe recognizes speech. */
export function soundKey(run: AssetRun): string {
  const { modifier, extension } = soundFiles.speech;
  return `${soundBase(run)}${modifier}.${extension}`;
}
