import type { CmafGroupSettings, VideoDescription } from '@aws-sdk/client-mediaconvert';
import type { MediaTrack } from '../../../engines/transcode/media-info';
import type { OutputPlan } from '../../../engines/transcode/plan';
import { frameRate, h264Of } from './video';

/** Images of many thumbnails each, which players show along the time line. */
export interface Thumbnails {
  /** The path of the images in the job's folder: `{files}000000001.jpg`, …. */
  readonly files: string;
  /** The size of one thumbnail, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  /** Seconds between two thumbnails. */
  readonly interval: number;
}

interface ThumbnailPlan {
  readonly label: string;
  readonly filters: string;
  readonly output: OutputPlan;
  readonly described: Thumbnails;
}

/**
 * Returns `undefined` unless the group requests image-based trick play. The picture has the shape of the output
 * `video`.
 */
export function thumbnailPlan(
  settings: CmafGroupSettings,
  video: VideoDescription,
  track: MediaTrack,
  name: string,
): ThumbnailPlan | undefined {
  if (settings.ImageBasedTrickPlay !== 'ADVANCED') return undefined;
  const {
    ThumbnailInterval = 1,
    ThumbnailWidth: width = 312,
    ThumbnailHeight,
    TileWidth: columns = 2,
    TileHeight: rows = 2,
  } = settings.ImageBasedTrickPlaySettings ?? {};
  const shape =
    video.Width && video.Height ? video.Height / video.Width : (track.video?.height ?? 9) / (track.video?.width ?? 16);
  const height = ThumbnailHeight ?? Math.max(2, 2 * Math.round((width * shape) / 2));
  const rate = frameRate(h264Of(video), track);
  // The interval is a whole number of pictures, as MediaConvert rounds it.
  const frames = Math.max(1, Math.round((ThumbnailInterval * rate.num) / rate.den));
  const label = `v-${name}`;
  return {
    label,
    filters: [
      `select='not(mod(n,${frames}))'`,
      `scale=${width}:${height}:out_range=full`,
      'setsar=1',
      'format=yuvj420p',
      `tile=${columns}x${rows}`,
    ].join(','),
    output: {
      path: `${name}_%09d.jpg`,
      format: 'image2',
      options: {},
      tracks: [{ label, medium: 'video', encoder: 'mjpeg', options: { qmin: '3', qmax: '5' } }],
    },
    described: { files: `${name}_`, width, height, columns, rows, interval: (frames * rate.den) / rate.num },
  };
}
