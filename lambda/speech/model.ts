import type { SoundTracks } from '../media-pipeline/messages';
import type { CaptionTrack, DubReport } from '../shared/assets';
import type { Run } from '../shared/run';

type RunOf = Pick<Run, 'assetId' | 'run' | 'correlationId'>;

/** A spoken word, with the punctuation that follows it. */
export interface Word {
  readonly text: string;
  /** Seconds from the film's start. */
  readonly start: number;
  readonly end: number;
  /** 0 to 1. */
  readonly confidence: number;
  /** Transcribe's label, such as `spk_0`; missing if speakers were not distinguished. */
  readonly speaker?: string;
}

/** A timed caption line. Cues are in order and never overlap. */
export interface Cue {
  /** Counted from 0. */
  readonly index: number;
  /** Seconds from the film's start. */
  readonly start: number;
  readonly end: number;
  /** Plain text, not escaped; a line feed separates two lines. */
  readonly text: string;
  readonly speaker?: string;
  /** A shorter translation, if there is one: for a dub that is too long for its slot. */
  readonly brief?: string;
}

/** A sentence: the unit of translation, since its meaning spans cues. */
export interface Sentence {
  /** The indexes of the cues that contain a part of it. */
  readonly cues: readonly number[];
  /** The seconds that it takes in each of those cues. */
  readonly shares: readonly number[];
  readonly text: string;
}

/** The cues of one language, as stored in the content bucket: they are too large for the state of a workflow step. */
export interface CueSheet {
  /** BCP 47. */
  readonly language: string;
  readonly cues: readonly Cue[];
}

export interface ExtractSoundInput extends Run, Partial<SoundTracks> {
  /** `$states.context.Task.Token` */
  readonly taskToken: string;
  readonly durationSeconds?: number;
  /** Whether to extract the sound for dubs too, which may be mixed with it. */
  readonly withBed?: boolean;
}

export interface TranscribeInput extends Run {
  /** `$states.context.Task.Token` */
  readonly taskToken: string;
  /** BCP 47: the language that the creator declared. If given, the service does not identify the language. */
  readonly language?: string;
  /** BCP 47: the language that the sound track declares, as one of the candidates. */
  readonly trackLanguage?: string;
  /** See {@link Probe.container}. */
  readonly container?: string;
  /** Whether to read the sound that `extract-sound` made, instead of the source. */
  readonly isExtracted?: boolean;
  readonly durationSeconds?: number;
}

export interface CaptionsInput extends RunOf {
  readonly jobId: string;
  /** BCP 47; used if the transcript does not contain its language. */
  readonly language?: string;
  readonly durationSeconds?: number;
  /** BCP 47: the languages to translate and dub into. */
  readonly targets?: readonly string[];
}

export interface TranslateInput extends RunOf {
  /** BCP 47. */
  readonly target: string;
  /** The key of the original language's cues. */
  readonly cuesKey: string;
  readonly durationSeconds?: number;
}
export type TranslateOutput = CaptionTrack;

export interface DubInput extends RunOf {
  readonly cuesKey: string;
  /** The exact length of the dub. */
  readonly durationSeconds: number;
}

export interface DubOutput {
  readonly language: string;
  /** The key of the WAV: 16 kHz, 16 bit, mono. */
  readonly wavKey: string;
  /** The folder of the encoded dub; see {@link dubFolder}. */
  readonly folder: string;
  readonly report: DubReport;
}

export interface TranscodeDubInput extends RunOf {
  readonly taskToken: string;
  /** BCP 47. */
  readonly language: string;
}
