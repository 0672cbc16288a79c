import type { AudioDescription, AudioNormalizationSettings } from '@aws-sdk/client-mediaconvert';
import type { MediaTrack } from '../../../engines/transcode/media-info';
import type { TrackPlan } from '../../../engines/transcode/plan';

const layouts = { CODING_MODE_1_0: 'mono', CODING_MODE_2_0: 'stereo', CODING_MODE_5_1: '5.1' } as const;

/** Loudness of the relative gate's floor: what is measured there is silence (ITU-R BS.1770-4). */
const silence = -70;

/** Sound as the encoder wants it: from time zero without gaps, resampled and mixed, at the wanted loudness. */
export function audioFilters(description: AudioDescription, gain: number | undefined): string {
  const { sampleRate, layout } = format(description);
  const { TruePeakLimiterThreshold } = description.AudioNormalizationSettings ?? {};
  const filters = [`aresample=${sampleRate}:async=1:first_pts=0`, mix(description)];
  if (gain !== undefined) {
    filters.push(`volume=${gain.toFixed(2)}dB`);
    if (TruePeakLimiterThreshold !== undefined) {
      // Between the samples a wave may rise above them: the limiter looks at four times as many.
      const limit = 10 ** (TruePeakLimiterThreshold / 20);
      filters.push(
        `aresample=${sampleRate * 4}`,
        `alimiter=limit=${limit.toFixed(5)}:level=disabled:latency=1`,
        `aresample=${sampleRate}`,
      );
    }
  }
  const samples = isPcm(description) ? 's16' : 'fltp';
  // AAC's frames have 1024 samples.
  filters.push(
    `aformat=sample_fmts=${samples}:sample_rates=${sampleRate}:channel_layouts=${layout}`,
    'asetnsamples=n=1024:p=0',
  );
  return filters.join(',');
}

/** Measures what {@link audioFilters} would make; the loudness so far is written to the file, line by line. */
export function loudnessFilters(description: AudioDescription, file: string): string {
  const { sampleRate } = format(description);
  return [
    `aresample=${sampleRate}:async=1:first_pts=0`,
    mix(description),
    'ebur128=metadata=1',
    `ametadata=mode=print:key=lavfi.r128.I:file=${file}`,
  ].join(',');
}

/** The last loudness that a file of {@link loudnessFilters} tells, in LUFS. */
export function readLoudness(text: string): number | undefined {
  const found = text.lastIndexOf('lavfi.r128.I=');
  const value = Number.parseFloat(text.slice(found + 'lavfi.r128.I='.length));
  return found >= 0 && Number.isFinite(value) ? value : undefined;
}

/** Decibels to add; none for silence, and none below the level at which correction is wanted. */
export function loudnessGain(settings: AudioNormalizationSettings, measured: number | undefined): number | undefined {
  const { Algorithm = 'ITU_BS_1770_2', TargetLkfs, CorrectionGateLevel = silence } = settings;
  if (measured === undefined || measured <= silence || measured < CorrectionGateLevel) return undefined;
  // https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html: -24 for version 1, else -23.
  return (TargetLkfs ?? (Algorithm === 'ITU_BS_1770_1' ? -24 : -23)) - measured;
}

const isPcm = ({ CodecSettings }: AudioDescription) => CodecSettings?.Codec === 'WAV';

/** How a description's track is encoded, by FFmpeg's names. */
export function audioEncoder(description: AudioDescription): Pick<TrackPlan, 'encoder' | 'options' | 'trimPriming'> {
  if (isPcm(description)) return { encoder: 'pcm_s16le', options: {} };
  return { encoder: 'aac', options: aacOptions(description), trimPriming: true };
}

function aacOptions(description: AudioDescription): Record<string, string> {
  const { Bitrate = 64_000 * format(description).channels } = description.CodecSettings?.AacSettings ?? {};
  return { b: String(Bitrate) };
}

/** BCP 47, from the job or, unless it insists, from the source's track. */
export function audioLanguage(description: AudioDescription, track: MediaTrack): string | undefined {
  const { LanguageCodeControl, LanguageCode, CustomLanguageCode } = description;
  const configured = CustomLanguageCode ?? LanguageCode?.toLowerCase();
  const code = LanguageCodeControl === 'USE_CONFIGURED' ? configured : (track.language ?? configured);
  if (!code || code.toLowerCase() === 'und') return undefined;
  try {
    return Intl.getCanonicalLocales(code)[0];
  } catch {
    return undefined;
  }
}

export function format(description: AudioDescription): { sampleRate: number; layout: string; channels: number } {
  const { AacSettings, WavSettings } = description.CodecSettings ?? {};
  if (isPcm(description)) {
    const { Channels: channels = 2, SampleRate: sampleRate = 48_000 } = WavSettings ?? {};
    return { sampleRate, layout: channels === 1 ? 'mono' : 'stereo', channels };
  }
  const { SampleRate = 48_000, CodingMode } = AacSettings ?? {};
  const layout = layouts[CodingMode as keyof typeof layouts] ?? 'stereo';
  return { sampleRate: SampleRate, layout, channels: layout === '5.1' ? 6 : layout === 'mono' ? 1 : 2 };
}

const mix = (description: AudioDescription) => `aformat=channel_layouts=${format(description).layout}`;
