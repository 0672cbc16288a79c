import type { AudioDescription, AudioNormalizationSettings } from '@aws-sdk/client-mediaconvert';
import type { MediaTrack } from '../../../engines/transcode/media-info';
import type { GraphPlan, TrackPlan } from '../../../engines/transcode/plan';
import { codes, JobError } from '../errors';

const layouts = { CODING_MODE_1_0: 'mono', CODING_MODE_2_0: 'stereo', CODING_MODE_5_1: '5.1' } as const;

/** The loudness at or below which sound is silence: the floor of the relative gate (ITU-R BS.1770-4). */
const silence = -70;

/**
 * The graph that makes a sound of the tracks of a selector, with these filters. Two mono tracks are the left and the right
 * channel. Throws {@link JobError} for several tracks of another form.
 */
export function audioGraph(tracks: readonly MediaTrack[], label: string, filters: string): GraphPlan {
  const streams = tracks.map(({ index }) => index);
  const inputs = streams.map((stream) => `[0:${stream}]`);
  const outputs = [label];
  if (tracks.length === 1) return { description: `${inputs[0]}${filters}[${label}]`, streams, outputs };
  if (tracks.length !== 2 || tracks.some(({ audio }) => audio?.channels !== 1)) {
    throw new JobError(codes.unsupported, 'The stand-in for MediaConvert joins two mono tracks only');
  }
  const rate = Math.max(...tracks.map(({ audio }) => audio?.sampleRate ?? 0));
  const channels = inputs.map(
    (input, channel) =>
      `${input}aresample=${rate}:async=1:first_pts=0,aformat=channel_layouts=mono[${label}c${channel}]`,
  );
  const join = `[${label}c0][${label}c1]join=inputs=2:channel_layout=stereo:map=0.0-FL|1.0-FR,${filters}[${label}]`;
  return { description: [...channels, join].join(';'), streams, outputs };
}

/** Prepares sound for the encoder: from time zero without gaps, resampled and mixed, at the requested loudness. */
export function audioFilters(description: AudioDescription, gain: number | undefined): string {
  const { sampleRate, layout } = format(description);
  const { TruePeakLimiterThreshold } = description.AudioNormalizationSettings ?? {};
  const filters = [`aresample=${sampleRate}:async=1:first_pts=0`, mix(description)];
  if (gain !== undefined) {
    filters.push(`volume=${gain.toFixed(2)}dB`);
    if (TruePeakLimiterThreshold !== undefined) {
      // The wave may rise above its samples between them, so the limiter works at four times the sample rate.
      const limit = 10 ** (TruePeakLimiterThreshold / 20);
      filters.push(
        `aresample=${sampleRate * 4}`,
        `alimiter=limit=${limit.toFixed(5)}:level=disabled:latency=1`,
        `aresample=${sampleRate}`,
      );
    }
  }
  const samples = isPcm(description) ? 's16' : 'fltp';
  // A frame of AAC has 1024 samples.
  filters.push(
    `aformat=sample_fmts=${samples}:sample_rates=${sampleRate}:channel_layouts=${layout}`,
    'asetnsamples=n=1024:p=0',
  );
  return filters.join(',');
}

/**
 * Measures the sound that {@link audioFilters} would make. The loudness so far is written to the file, line by line.
 */
export function loudnessFilters(description: AudioDescription, file: string): string {
  const { sampleRate } = format(description);
  return [
    `aresample=${sampleRate}:async=1:first_pts=0`,
    mix(description),
    'ebur128=metadata=1',
    `ametadata=mode=print:key=lavfi.r128.I:file=${file}`,
  ].join(',');
}

/** Reads the last loudness from a file of {@link loudnessFilters}, in LUFS. */
export function readLoudness(text: string): number | undefined {
  const found = text.lastIndexOf('lavfi.r128.I=');
  const value = Number.parseFloat(text.slice(found + 'lavfi.r128.I='.length));
  return found >= 0 && Number.isFinite(value) ? value : undefined;
}

/** Returns the decibels to add; 0 for silence and for sound below the level at which correction begins. */
export function loudnessGain(settings: AudioNormalizationSettings, measured: number | undefined): number | undefined {
  const { Algorithm = 'ITU_BS_1770_2', TargetLkfs, CorrectionGateLevel = silence } = settings;
  if (measured === undefined || measured <= silence || measured < CorrectionGateLevel) return undefined;
  // https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html: -24 for version 1, else -23.
  return (TargetLkfs ?? (Algorithm === 'ITU_BS_1770_1' ? -24 : -23)) - measured;
}

const isPcm = ({ CodecSettings }: AudioDescription) => CodecSettings?.Codec === 'WAV';

/** Returns the encoder of a description's track, with FFmpeg's names. */
export function audioEncoder(description: AudioDescription): Pick<TrackPlan, 'encoder' | 'options' | 'trimPriming'> {
  if (isPcm(description)) return { encoder: 'pcm_s16le', options: {} };
  return { encoder: 'aac', options: aacOptions(description), trimPriming: true };
}

function aacOptions(description: AudioDescription): Record<string, string> {
  const { Bitrate = 64_000 * format(description).channels } = description.CodecSettings?.AacSettings ?? {};
  return { b: String(Bitrate) };
}

/** Returns the BCP 47 code of the job or, if the job follows the input, of the source's track. */
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
