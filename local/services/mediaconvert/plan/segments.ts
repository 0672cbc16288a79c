import type { CmafGroupSettings } from '@aws-sdk/client-mediaconvert';
import type { Rational } from '../../../engines/transcode/media-info';
import type { OutputPlan, TrackPlan } from '../../../engines/transcode/plan';
import type { ContentKey } from '../content-key';
import { codes, JobError } from '../errors';

/** A tenth of a picture at 120 per second: the rounding error of a sum of GOPs. */
const roundingSeconds = 0.0008;

/**
 * Returns the length of segments: the requested length, or the next multiple of the GOP above it. Sound has no GOPs,
 * and is cut at the same times as the picture. Throws {@link JobError} if exact segments would have to cut GOPs, or if
 * fragments do not contain whole GOPs.
 */
export function segmentSeconds(settings: CmafGroupSettings, gop: number | undefined): number {
  const { SegmentLength = 10, FragmentLength = 2, SegmentLengthControl = 'EXACT' } = settings;
  if (gop === undefined) return SegmentLength;
  const gops = Math.max(1, Math.ceil((SegmentLength - roundingSeconds) / gop));
  if (SegmentLengthControl === 'EXACT' && Math.abs(gops * gop - SegmentLength) > roundingSeconds * gops) {
    const message = `The segment length of exactly ${SegmentLength} s is not a multiple of the GOP length of ${gop.toFixed(3)} s`;
    throw new JobError(codes.misfit, message);
  }
  const gopsPerFragment = Math.max(1, Math.round(FragmentLength / gop));
  if (Math.abs(gopsPerFragment * gop - FragmentLength) > gop * 0.05) {
    const message = `The fragment length of ${FragmentLength} s is not a multiple of the GOP length of ${gop.toFixed(3)} s`;
    throw new JobError(codes.misfit, message);
  }
  return gops * gop;
}

/**
 * Returns the output of one track as a single fragmented file, which is cut into segments later by reference. FFmpeg's
 * HLS muxer is used because it cuts picture and sound at the same times; its playlist is ignored. Without edit lists,
 * composition times begin at zero.
 */
export function fragmentedOutput(
  name: string,
  track: TrackPlan,
  { FragmentLength = 2 }: CmafGroupSettings,
  seconds: number,
  { rate, key }: { readonly rate?: Rational; readonly key: ContentKey | undefined },
): { readonly plan: OutputPlan; readonly file: string } {
  const file = `${name}.mp4`;
  const options: Record<string, string> = { use_editlist: '0' };
  if (rate) {
    options.movflags = '+cmaf+negative_cts_offsets+skip_sidx+frag_keyframe';
    // Half a second less, for fragments that are a frame shorter or longer than whole seconds.
    options.min_frag_duration = String(Math.round((FragmentLength - 0.5) * 1_000_000));
    options.video_track_timescale = String(timescale(rate));
  } else {
    options.movflags = '+cmaf+skip_sidx';
    options.frag_duration = String(FragmentLength * 1_000_000);
  }
  if (key) {
    options.encryption_scheme = 'cenc-aes-ctr';
    options.encryption_key = key.key.toString('hex');
    options.encryption_kid = key.keyId.replaceAll('-', '');
  }
  const plan: OutputPlan = {
    path: `${name}.m3u8`,
    format: 'hls',
    options: {
      // A little less, because a time in microseconds cannot represent 1/30000 of a second.
      hls_time: (seconds - 0.00001).toFixed(6),
      hls_segment_type: 'fmp4',
      hls_flags: 'single_file',
      hls_segment_filename: file,
      hls_list_size: '0',
      hls_segment_options: Object.entries(options)
        .map(([key, value]) => `${key}=${value}`)
        .join(':'),
      avoid_negative_ts: 'disabled',
    },
    tracks: [track],
  };
  return { plan, file };
}

/** Returns the ticks per second. Each picture lasts a whole number of ticks, and not only a few. */
function timescale({ num, den }: Rational): number {
  let ticks = num;
  while (ticks < 10_000) ticks *= den === 1 ? 1000 : 10;
  return ticks;
}
