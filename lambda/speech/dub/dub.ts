import type { DubReport } from '../../shared/assets';
import { dubFolder, dubWavKey } from '../../shared/content-layout';
import { type Content, readCues } from '../captions/caption-track';
import { ahead } from '../in-parallel';
import type { Cue, DubInput, DubOutput } from '../model';
import { fastest, fitInto, natural } from './fitting';
import { sampleRate, secondsOf } from './pcm';
import { noVoice, Speakers, type SpeechCache, type Synthesizer } from './speakers';
import { isSpeakable } from './ssml';
import { type Sink, Timeline, toSamples } from './timeline';
import { castFor } from './voices';

export interface Uploads {
  /** Writes an object while the work produces it. The object exists only if the work ends without an error. */
  write(key: string, work: (sink: Sink) => Promise<void>): Promise<void>;
}

export interface DubPorts {
  readonly content: Content;
  readonly synthesizer: Synthesizer;
  /** The cache of an asset. */
  readonly cache: (assetId: string) => SpeechCache;
  readonly uploads: Uploads;
  /** Frees the memory of written sound; called after each cue. */
  readonly collectGarbage?: () => void;
}

/** The maximum number of cues that are synthesized ahead; their sound waits in memory. */
const cuesAhead = 6;

interface Planned {
  readonly cue: Cue;
  /** The time at which the next voice starts, or the film ends. Seconds. */
  readonly until: number;
}

class Tally {
  private readonly offsets: number[] = [];
  private readonly overruns: number[] = [];
  private spedUp = 0;

  get spoken(): number {
    return this.offsets.length;
  }

  /** @param offset seconds @param overrun seconds */
  add(rate: number, offset: number, overrun: number): void {
    this.offsets.push(offset * 1000);
    if (overrun > 0) this.overruns.push(overrun * 1000);
    if (rate > natural) this.spedUp += 1;
  }

  report(cues: number, characters: number): DubReport {
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
    const max = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value), 0);
    return {
      cues,
      spedUp: this.spedUp,
      meanStartOffsetMs: Math.round(mean(this.offsets)),
      maxStartOffsetMs: Math.round(max(this.offsets)),
      overruns: this.overruns.length,
      meanOverrunMs: Math.round(mean(this.overruns)),
      maxOverrunMs: Math.round(max(this.overruns)),
      missing: cues - this.spoken,
      characters,
    };
  }
}

/**
 * Synthesizes the cues and places each at its start, without overlaps. A cue that is too long for its slot even at the
 * highest rate delays the next one, and is reported.
 */
async function speakAll(
  plan: readonly Planned[],
  timeline: Timeline,
  speakers: Speakers,
  tally: Tally,
  collectGarbage = () => {},
) {
  const speakIn = ({ cue, until }: Planned, from: number) => {
    const text = cue.text.replace('\n', ' ');
    const slot = { text, brief: cue.brief, seconds: Math.max(0, until - from) };
    return fitInto(slot, (words, rate) => speakers.speak(words, rate, cue.speaker), secondsOf);
  };
  const fitted = ahead(plan, cuesAhead, async (planned) => ({
    planned,
    first: await speakIn(planned, planned.cue.start),
  }));
  for await (const { planned, first } of fitted) {
    const { cue, until } = planned;
    const at = Math.max(toSamples(cue.start), timeline.position);
    const from = at / sampleRate;
    const late = from + first.seconds > until && from > cue.start + 0.001;
    const hasMore = first.rate < fastest || (cue.brief !== undefined && !first.isBrief);
    const spoken = late && hasMore ? await speakIn(planned, from) : first;
    await timeline.place(spoken.spoken, at);
    tally.add(spoken.rate, from - cue.start, Math.max(0, from + spoken.seconds - until));
    collectGarbage();
  }
}

/**
 * Makes the sound track of a language: the speech of each cue at its time, with silence between, exactly as long as the
 * film. Speech of an earlier attempt is not paid for again. The memory does not depend on the film's length.
 * Throws `NoVoice` (a `SpeechFailure`).
 */
export async function dub(input: DubInput, ports: DubPorts): Promise<DubOutput> {
  const { assetId, cuesKey, durationSeconds } = input;
  const { language, cues } = await readCues(cuesKey, ports.content);
  const cast = castFor(language);
  if (!cast) throw noVoice(language);

  const spoken = cues.filter(({ text, start }) => isSpeakable(text) && start < durationSeconds);
  const plan = spoken.map((cue, index) => ({ cue, until: spoken[index + 1]?.start ?? durationSeconds }));
  const labels = spoken.map(({ speaker }) => speaker);
  const { synthesizer } = ports;
  const speakers = new Speakers(language, cast, labels, { synthesizer, cache: ports.cache(assetId) });
  const tally = new Tally();
  const wavKey = dubWavKey(input, language);
  await ports.uploads.write(wavKey, async (sink) => {
    const timeline = new Timeline(sink, durationSeconds);
    await timeline.begin();
    await speakAll(plan, timeline, speakers, tally, ports.collectGarbage);
    await timeline.end();
  });
  return {
    language,
    wavKey,
    folder: dubFolder(input, language),
    report: tally.report(cues.length, speakers.characters),
  };
}
