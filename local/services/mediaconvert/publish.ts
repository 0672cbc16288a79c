import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputGroupDetail } from '@aws-sdk/client-mediaconvert';
import type { Encoded } from './encode';
import { outputError } from './errors';
import { mpd } from './manifests/dash';
import { iframePlaylist, imagePlaylist, mediaPlaylist, multivariantPlaylist } from './manifests/hls';
import { keyFramePlaylist, type Rendition, rendition, seconds, segmentName } from './manifests/rendition';
import { numbered, type PlacedThumbnails, thumbnailNames } from './manifests/thumbnails';
import type { FileGroup, PlannedGroup } from './plan/job-plan';
import { type FilePart, parseS3Url, type S3 } from './s3';

interface Upload {
  readonly name: string;
  readonly body: Buffer | FilePart;
  readonly contentType: string;
}

/** A description of a group's files: one for the event, in its spelling, and one for `GetJob`. */
interface Published {
  readonly event: object;
  readonly detail: OutputGroupDetail;
}

const contentTypes = {
  hls: 'application/vnd.apple.mpegurl',
  dash: 'application/dash+xml',
  jpeg: 'image/jpeg',
} as const;
const concurrentUploads = 6;

/** Uploads all files of a job. Manifests go last, so that the files that they name exist. Throws `JobError`. */
export async function publish(
  encoded: Encoded,
  folder: string,
  s3: S3,
  onProgress: (share: number) => Promise<void>,
): Promise<Published[]> {
  const groups = await Promise.all(encoded.plan.groups.map((group) => prepare(group, encoded, folder)));
  const total = groups.reduce((sum, { files, manifests }) => sum + files.length + manifests.length, 0);
  let done = 0;
  for (const { destination, files, manifests } of groups) {
    const { bucket, key } = parseS3Url(destination);
    const folderKey = key.slice(0, key.lastIndexOf('/') + 1);
    for (const uploads of [files, manifests]) {
      for (let index = 0; index < uploads.length; index += concurrentUploads) {
        const batch = uploads.slice(index, index + concurrentUploads);
        await Promise.all(batch.map((upload) => put(s3, bucket, folderKey, upload)));
        done += batch.length;
        await onProgress(done / total);
      }
    }
  }
  return groups.map(({ published }) => published);
}

async function put(s3: S3, bucket: string, folderKey: string, { name, body, contentType }: Upload): Promise<void> {
  try {
    await s3.put({ bucket, key: folderKey + name }, body, contentType);
  } catch (error) {
    throw outputError(`s3://${bucket}/${folderKey}${name}`, error as Error);
  }
}

interface Prepared {
  readonly destination: string;
  readonly files: readonly Upload[];
  readonly manifests: readonly Upload[];
  readonly published: Published;
}

function prepare(group: PlannedGroup | FileGroup, encoded: Encoded, folder: string): Promise<Prepared> {
  return group.type === 'FILE_GROUP' ? prepareFiles(group, encoded, folder) : prepareStream(group, encoded, folder);
}

async function prepareFiles({ destination, outputs, type }: FileGroup, encoded: Encoded, folder: string) {
  const baseName = destination.slice(destination.lastIndexOf('/') + 1);
  const files = await Promise.all(
    outputs.map(async ({ file, ending, contentType }): Promise<Upload> => {
      const path = join(folder, file);
      const body = { path, start: 0, end: (await stat(path)).size };
      return { name: baseName + ending, body, contentType };
    }),
  );
  const details = outputs.map(({ file, ending, video }) => ({
    durationInMs: Math.round((encoded.seconds.get(file) ?? 0) * 1000),
    outputFilePaths: [destination + ending],
    ...(video && { videoDetails: { widthInPx: video.width, heightInPx: video.height } }),
  }));
  return {
    destination,
    files,
    manifests: [],
    published: {
      event: { outputDetails: details, type },
      detail: { OutputDetails: details.map(({ durationInMs }) => ({ DurationInMs: durationInMs })) },
    },
  };
}

async function prepareStream(group: PlannedGroup, { tracks, images }: Encoded, folder: string): Promise<Prepared> {
  const isCmaf = group.type === 'CMAF_GROUP';
  const baseName = group.destination.slice(group.destination.lastIndexOf('/') + 1);
  const renditions = group.outputs.map((output) => {
    const track = tracks.get(output.file);
    if (!track) throw new Error(`${output.file} was not encoded`);
    return rendition(output, track, baseName, isCmaf, group.segmentSeconds);
  });
  const files = renditions.flatMap((one) => segmentFiles(one, folder));
  const thumbnails = await place(group, images, folder, baseName, Math.max(...renditions.map(seconds)));
  if (thumbnails) {
    const own = images.filter((name) => name.startsWith(thumbnails.files));
    for (const [index, name] of own.entries()) {
      const path = join(folder, name);
      const body = { path, start: 0, end: (await stat(path)).size };
      files.push({ name: numbered(thumbnails.prefix, index), body, contentType: contentTypes.jpeg });
    }
  }
  const { manifests, paths } = manifestsOf(group, renditions, baseName, isCmaf, thumbnails);
  const folderUrl = group.destination.slice(0, group.destination.lastIndexOf('/') + 1);
  const playlistFilePaths = paths.map((name) => folderUrl + name);
  return {
    destination: group.destination,
    files,
    manifests,
    published: describe(group, renditions, playlistFilePaths),
  };
}

function segmentFiles(one: Rendition, folder: string): Upload[] {
  const path = join(folder, one.file);
  const contentType = one.video ? 'video/mp4' : 'audio/mp4';
  return [
    { name: one.init, body: { path, start: 0, end: one.track.initBytes }, contentType },
    ...one.segments.map(({ offset, size }, index) => ({
      name: segmentName(one, index),
      body: { path, start: offset, end: offset + size },
      contentType,
    })),
  ];
}

function manifestsOf(
  group: PlannedGroup,
  renditions: Rendition[],
  baseName: string,
  isCmaf: boolean,
  thumbnails?: PlacedThumbnails,
) {
  const { settings } = group;
  const manifests: Upload[] = [];
  const paths: string[] = [];
  const add = (name: string, content: string, contentType: string) =>
    manifests.push({ name, body: Buffer.from(content), contentType });
  if (isCmaf && settings.WriteHlsManifest !== 'DISABLED') {
    for (const one of renditions) {
      add(one.playlist, mediaPlaylist(one, settings), contentTypes.hls);
      const iframes = keyFramePlaylist(one);
      if (iframes) add(iframes, iframePlaylist(one, settings), contentTypes.hls);
    }
    if (thumbnails) add(thumbnails.playlist, imagePlaylist(thumbnails), contentTypes.hls);
    add(`${baseName}.m3u8`, multivariantPlaylist(renditions, settings, thumbnails), contentTypes.hls);
    paths.push(`${baseName}.m3u8`);
  }
  if (!isCmaf || settings.WriteDashManifest !== 'DISABLED') {
    add(`${baseName}.mpd`, mpd(renditions, settings, thumbnails), contentTypes.dash);
    paths.unshift(`${baseName}.mpd`);
  }
  return { manifests, paths };
}

async function place(
  group: PlannedGroup,
  images: readonly string[],
  folder: string,
  baseName: string,
  duration: number,
) {
  const { thumbnails } = group;
  if (!thumbnails) return undefined;
  const own = images.filter((name) => name.startsWith(thumbnails.files));
  const sizes = await Promise.all(own.map(async (name) => (await stat(join(folder, name))).size));
  return { ...thumbnails, ...thumbnailNames(baseName), duration, largestBytes: Math.max(...sizes) };
}

function describe(
  group: PlannedGroup,
  renditions: readonly Rendition[],
  playlistFilePaths: readonly string[],
): Published {
  const details = renditions.map((one) => ({
    milliseconds: Math.round(seconds(one) * 1000),
    ...(one.video && { width: one.track.width, height: one.track.height }),
    averageBitrate: Math.round(
      (one.segments.reduce((sum, { size }) => sum + size, 0) * 8) / Math.max(seconds(one), 0.001),
    ),
  }));
  return {
    event: {
      outputDetails: details.map(({ milliseconds, width, height, averageBitrate }) => ({
        durationInMs: milliseconds,
        ...(width && { videoDetails: { widthInPx: width, heightInPx: height, averageBitrate } }),
      })),
      playlistFilePaths,
      type: group.type,
    },
    detail: {
      OutputDetails: details.map(({ milliseconds, width, height }) => ({
        DurationInMs: milliseconds,
        ...(width && { VideoDetails: { WidthInPx: width, HeightInPx: height } }),
      })),
    },
  };
}
