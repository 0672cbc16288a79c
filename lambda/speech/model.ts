import type { CaptionTrack, DubReport } from '../shared/assets';
import type { Run } from '../shared/run';

type RunOf = Pick<Run, 'assetId' | 'run'>;

/** A spoken word, with the punctuation that follows it. */
export interface Word {
  readonly text: string;
  /** Seconds from the film's start. */
  readonly start: number;
  readonly end: number;
  /** 0 to 1. */
  readonly confidence: number;
  /** Transcribe's label, such as `spk_0`; missing where speakers were not told apart. */
  readonly speaker?: string;
}

/** A timed caption line. Cues are in order and never overlap. */
export interface Cue {
  /** Counted from 0. */
  readonly index: number;
  /** Seconds from the film's start. */
  readonly start: number;
  readonly end: number;
  /** Plain text, not escaped; has one line feed where it takes two lines. */
  readonly text: string;
  readonly speaker?: string;
  /** A shorter wording of the same, where the translation has one: for a dub whose slot is tight. */
  readonly brief?: string;
}

/** What is translated as one, since meaning spans cues. */
export interface Sentence {
  /** Indexes of the cues that it runs through. */
  readonly cues: readonly number[];
  /** Seconds that it takes of each of those cues. */
  readonly shares: readonly number[];
  readonly text: string;
}

/** The cues of one language, as kept in the content bucket between the steps (they are too many for a step's state). */
export interface CueSheet {
  /** BCP 47. */
  readonly language: string;
  readonly cues: readonly Cue[];
}

export interface ExtractSoundInput extends Run {
  /** `$states.context.Task.Token` */
  readonly taskToken: string;
  readonly durationSeconds?: number;
  /** As the ladder has it, see {@link Sound.track}; the first one if missing. */
  readonly track?: number;
  /** Whether dubs are wanted, which may be mixed with the original sound. */
  readonly withBed?: boolean;
}
/** What a waiting `extract-sound` task is completed with; the sound is at {@link soundKey}. */
export interface ExtractSoundOutput {
  readonly jobId: string;
}

export interface TranscribeInput extends Run {
  /** `$states.context.Task.Token` */
  readonly taskToken: string;
  /** BCP 47, as its creator declared: the service then identifies nothing. */
  readonly language?: string;
  /** BCP 47, as the sound track says: one of the languages to look for. */
  readonly trackLanguage?: string;
  /** See {@link Probe.container}. */
  readonly container?: string;
  /** Whether `extract-sound` was called for the run: what it made is read in the source's stead. */
  readonly isExtracted?: boolean;
  readonly durationSeconds?: number;
}
/** What a waiting `transcribe` task is completed with, however the job ended: `captions` asks the service itself. */
export interface TranscribeOutput {
  readonly jobId: string;
}

export interface CaptionsInput extends RunOf {
  readonly jobId: string;
  /** BCP 47; used where a transcript does not name its language. */
  readonly language?: string;
  readonly durationSeconds?: number;
  /** BCP 47: what is wanted besides. */
  readonly targets?: readonly string[];
}

export interface TranslateInput extends RunOf {
  /** BCP 47. */
  readonly target: string;
  /** Of the original language. */
  readonly cuesKey: string;
  readonly durationSeconds?: number;
}
export type TranslateOutput = CaptionTrack;

export interface DubInput extends RunOf {
  readonly cuesKey: string;
  /** The dub becomes exactly as long. */
  readonly durationSeconds: number;
}

export interface DubOutput {
  readonly language: string;
  /** 16 kHz, 16 bit, mono. */
  readonly wavKey: string;
  /** Where it is to be encoded to; see {@link dubFolder}. */
  readonly folder: string;
  readonly report: DubReport;
}

export interface TranscodeDubInput extends RunOf {
  readonly taskToken: string;
  /** BCP 47. */
  readonly language: string;
}
