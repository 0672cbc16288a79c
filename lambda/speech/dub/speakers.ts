import { createHash } from 'node:crypto';
import { SpeechFailure } from '../../shared/errors';
import { matchLoudness } from './loudness';
import { trimSilence } from './pcm';
import { toCalls, toSsml } from './ssml';
import type { Cast, Engine } from './voices';

export interface Utterance {
  readonly ssml: string;
  readonly voice: string;
  readonly engine: Engine;
  readonly languageCode?: string;
}

export interface Synthesizer {
  /**
   * Returns the speech as 16 kHz PCM. Throws `EngineNotSupportedException` if the engine does not have the voice, and
   * {@link SpeechFailure} `NoVoice` if no engine has it.
   */
  synthesize(utterance: Utterance): Promise<Buffer>;
}

/** Synthesized speech of earlier calls, by a digest of the utterance. */
export interface SpeechCache {
  get(name: string): Promise<Buffer | undefined>;
  put(name: string, pcm: Buffer): Promise<void>;
}

function cacheName({ ssml, voice, engine, languageCode }: Utterance): string {
  return createHash('sha256')
    .update(JSON.stringify([ssml, voice, engine, languageCode]))
    .digest('hex');
}

/** The speakers of one dub. Each has its own voice, as long as the language has enough voices. */
export class Speakers {
  /** The number of characters that Polly has billed. */
  characters = 0;
  private engine: Engine;
  private readonly order: ReadonlyMap<string | undefined, number>;

  /** @param labels the speakers' labels, in the order of their appearance */
  constructor(
    private readonly language: string,
    private readonly cast: Cast,
    labels: readonly (string | undefined)[],
    private readonly ports: { readonly synthesizer: Synthesizer; readonly cache: SpeechCache },
  ) {
    this.engine = cast.neural.length > 0 ? 'neural' : 'standard';
    this.order = new Map([...new Set(labels)].map((label, index) => [label, index]));
  }

  /** Returns the speech at the target loudness, without silence around it. @param rate percent of the natural speed */
  async speak(text: string, rate: number, speaker?: string): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (const call of toCalls(text, this.language)) pieces.push(await this.call(call, rate, speaker));
    const [only] = pieces;
    return matchLoudness(trimSilence(only && pieces.length === 1 ? only : Buffer.concat(pieces)));
  }

  private async call(text: string, rate: number, speaker: string | undefined): Promise<Buffer> {
    const { engine } = this;
    const voices = this.cast[engine];
    const voice = voices[(this.order.get(speaker) ?? 0) % Math.max(1, voices.length)];
    if (voice === undefined) throw noVoice(this.language);
    const utterance = { ssml: toSsml(text, rate), voice, engine, languageCode: this.cast.languageCode };
    const name = cacheName(utterance);
    const known = await this.ports.cache.get(name);
    if (known) return known;
    try {
      const pcm = await this.ports.synthesizer.synthesize(utterance);
      this.characters += text.length;
      await this.ports.cache.put(name, pcm);
      return pcm;
    } catch (error) {
      const refused = error instanceof Error && error.name === 'EngineNotSupportedException';
      if (!refused || engine === 'standard') throw refused ? noVoice(this.language) : error;
      // Not every region has the neural engine. If it is missing, all speakers change to the standard engine.
      this.engine = 'standard';
      return this.call(text, rate, speaker);
    }
  }
}

export function noVoice(language: string): SpeechFailure {
  return new SpeechFailure('NoVoice', `No voice is available for the language ${language}. It has captions only.`);
}
