import * as z from 'zod/mini';
import { SpeechFailure } from '../../shared/errors';
import type { Word } from '../model';

const item = z.object({
  type: z.enum(['pronunciation', 'punctuation']),
  start_time: z.optional(z.union([z.string(), z.number()])),
  end_time: z.optional(z.union([z.string(), z.number()])),
  speaker_label: z.optional(z.string()),
  alternatives: z.array(z.object({ content: z.string(), confidence: z.optional(z.union([z.string(), z.number()])) })),
});

/** Transcribe's result. https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html#how-it-works-output */
const transcript = z.object({
  results: z.object({
    language_code: z.optional(z.string()),
    items: z.array(item),
    speaker_labels: z.optional(
      z.object({
        segments: z.optional(
          z.array(
            z.object({
              items: z.optional(z.array(z.object({ start_time: z.string(), speaker_label: z.optional(z.string()) }))),
            }),
          ),
        ),
      }),
    ),
  }),
});

export interface Transcript {
  /** BCP 47; missing if the service did not report it. */
  readonly language?: string;
  /** In order, without overlaps. */
  readonly words: readonly Word[];
  /** 0 to 1, the mean of the words. */
  readonly confidence: number;
}

/** Words that start at the same time share it in equal parts, and ends before starts are corrected. */
export function repairTimes(words: readonly Word[]): Word[] {
  const ordered = words
    .filter(({ start, end }) => Number.isFinite(start) && Number.isFinite(end))
    .map((word) => ({ ...word, start: Math.max(0, word.start), end: Math.max(0, word.start, word.end) }))
    .toSorted((a, b) => a.start - b.start);
  const repaired: Word[] = [];
  for (let from = 0; from < ordered.length; ) {
    const { start = 0 } = ordered[from] ?? {};
    const after = ordered.findIndex((word, index) => index > from && word.start > start);
    const group = ordered.slice(from, after < 0 ? undefined : after);
    const last = Math.max(...group.map(({ end }) => end));
    const end = Math.min(last, ordered[from + group.length]?.start ?? last);
    const share = (end - start) / group.length;
    repaired.push(
      ...group.map((word, index) => ({ ...word, start: start + share * index, end: start + share * (index + 1) })),
    );
    from += group.length;
  }
  return repaired;
}

/** The label of each word by its start, for older transcripts that contain labels in a separate list. */
function speakers(segments: readonly { items?: readonly { start_time: string; speaker_label?: string }[] }[] = []) {
  return new Map(
    segments.flatMap(({ items = [] }) => items.map((part) => [Number(part.start_time), part.speaker_label] as const)),
  );
}

/** Reads Transcribe's JSON. Throws {@link SpeechFailure} `BadTranscript` if it is not a transcript. */
export function readTranscript(json: string): Transcript {
  let results: z.output<typeof transcript>['results'];
  try {
    results = transcript.parse(JSON.parse(json)).results;
  } catch {
    throw new SpeechFailure('BadTranscript');
  }
  const labels = speakers(results.speaker_labels?.segments);
  const words: Word[] = [];
  for (const { type, start_time, end_time, speaker_label, alternatives } of results.items) {
    const content = alternatives[0]?.content.replace(/\s+/gu, ' ').trim();
    if (!content) continue;
    const last = words.at(-1);
    if (type === 'punctuation') {
      if (last) words[words.length - 1] = { ...last, text: last.text + content };
      continue;
    }
    const start = Number(start_time);
    const speaker = speaker_label ?? labels.get(start);
    const confidence = Number(alternatives[0]?.confidence ?? 0);
    words.push({ text: content, start, end: Number(end_time), confidence, ...(speaker && { speaker }) });
  }
  const repaired = repairTimes(words);
  const sum = repaired.reduce((total, { confidence }) => total + confidence, 0);
  return { language: results.language_code, words: repaired, confidence: repaired.length ? sum / repaired.length : 0 };
}
