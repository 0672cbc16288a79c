import { type Content, readCues, writeCaptions } from '../captions/caption-track';
import { charactersOf, readingSpeed } from '../captions/cue-times';
import { inParallel } from '../in-parallel';
import type { Cue, Sentence, TranslateInput, TranslateOutput } from '../model';
import { baseOf, isSpaceless } from '../text';
import { cutText, toBatches } from './batches';
import { realign } from './realign';
import { toSentences } from './sentences';

export interface Wording {
  /** BCP 47. */
  readonly source: string;
  readonly target: string;
  /** Whether to request a shorter translation. */
  readonly brief?: boolean;
}

export interface Translator {
  /**
   * Translates a text of at most 10,000 bytes. It usually keeps the lines.
   * Throws `UnsupportedLanguagePair` (a {@link SpeechFailure}).
   */
  translate(text: string, wording: Wording): Promise<string>;
}

/** The number of concurrent calls. The service's quota is bytes per ten seconds rather than calls. */
const concurrentCalls = 4;

async function translateBatch(batch: readonly string[], wording: Wording, translator: Translator): Promise<string[]> {
  const lines = (await translator.translate(batch.join('\n'), wording)).split('\n').map((line) => line.trim());
  if (lines.length === batch.length) return lines;
  if (batch.length === 1) return [lines.join(' ').trim()];
  // The result has another number of lines, so they cannot be matched. Smaller batches are more reliable.
  const half = Math.ceil(batch.length / 2);
  const first = await translateBatch(batch.slice(0, half), wording, translator);
  return [...first, ...(await translateBatch(batch.slice(half), wording, translator))];
}

/** The translations of the texts, in as few calls as the service's limit allows. */
async function translateAll(texts: readonly string[], wording: Wording, translator: Translator): Promise<string[]> {
  const cut = texts.map((text) => cutText(text, wording.source));
  const batches = toBatches(cut.flat());
  const results = new Map<number, string[]>();
  await inParallel([...batches.entries()], concurrentCalls, async ([index, batch]) => {
    results.set(index, await translateBatch(batch, wording, translator));
  });
  const pieces = batches.flatMap((_, index) => results.get(index) ?? []).values();
  const space = isSpaceless(wording.target) ? '' : ' ';
  return cut.map((parts) => parts.map(() => pieces.next().value ?? '').join(space));
}

/** The sentences of cues that have too many characters per second, for readers or for a voice. */
function sentencesTooLong(
  cues: readonly Cue[],
  translated: readonly Cue[],
  sentences: readonly Sentence[],
): Set<Sentence> {
  const tight = translated.filter(({ start, end, text }) => charactersOf(text) / (end - start) > readingSpeed * 0.9);
  return new Set(
    sentences.filter(({ cues: own }) => {
      const [first, last] = [cues[own[0] ?? 0], cues[own.at(-1) ?? 0]];
      return tight.some(({ start, end }) => first && last && start < last.end && end > first.start);
    }),
  );
}

/**
 * Makes captions in another language: it translates whole sentences, realigns them with the cues, and adds shorter
 * translations of sentences that may be too long for a dub. Throws `UnsupportedLanguagePair`.
 */
export async function translate(
  input: TranslateInput,
  { translator, content }: { readonly translator: Translator; readonly content: Content },
): Promise<TranslateOutput> {
  const { target } = input;
  let translatedCharacters = 0;
  const counting: Translator = {
    translate: (text, wording) => {
      translatedCharacters += text.length;
      return translator.translate(text, wording);
    },
  };
  const { language: source, cues } = await readCues(input.cuesKey, content);
  const sentences = toSentences(cues, source);
  const texts = sentences.map(({ text }) => text);
  const wording = { source, target };
  const same = source === target || baseOf(source) === target;
  const translated = same ? texts : await translateAll(texts, wording, counting);
  const first = realign(cues, sentences, translated, target);
  const tight = sentencesTooLong(cues, first, sentences);
  const captions = async (translation: readonly Cue[]) => ({
    ...(await writeCaptions(input, { language: target, cues: translation }, content)),
    translatedCharacters,
  });
  if (same || tight.size === 0) return captions(first);

  const wordy = sentences.filter((sentence) => tight.has(sentence));
  const short = await translateAll(
    wordy.map(({ text }) => text),
    { ...wording, brief: true },
    counting,
  );
  const brief = sentences.map((sentence) => short[wordy.indexOf(sentence)]);
  const both = realign(cues, sentences, translated, target, brief);
  return captions(both);
}
