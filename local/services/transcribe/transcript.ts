import type { WrittenWord } from '../../engines/recognise/restore-text';

interface Item {
  readonly id: number;
  readonly type: 'pronunciation' | 'punctuation';
  readonly alternatives: readonly [{ readonly confidence: string; readonly content: string }];
  readonly start_time?: string;
  readonly end_time?: string;
}

export interface TranscriptInput {
  readonly jobName: string;
  readonly accountId: string;
  readonly utterances: readonly (readonly WrittenWord[])[];
  readonly languageCode: string;
  /** Set if the language was identified: 0 to 1. */
  readonly languageScore?: number;
}

/** Formats numbers as Transcribe does: as text, with at least one decimal. */
function decimal(value: number): string {
  const rounded = Number(value.toFixed(3));
  return Number.isInteger(rounded) ? rounded.toFixed(1) : String(rounded);
}

/**
 * Returns the document that Transcribe writes to S3. Speakers are not distinguished here, so `speaker_labels` are
 * absent. https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html#how-it-works-output
 */
export function transcript({ jobName, accountId, utterances, languageCode, languageScore }: TranscriptInput) {
  const items: Item[] = [];
  const segments = utterances.map((words, id) => {
    const from = items.length;
    for (const word of words) items.push(...itemsOf(word, items.length));
    return {
      id,
      transcript: plainText(words),
      start_time: decimal(words[0]?.start ?? 0),
      end_time: decimal(words.at(-1)?.end ?? 0),
      items: items.slice(from).map((item) => item.id),
    };
  });
  return {
    jobName,
    accountId,
    status: 'COMPLETED',
    results: {
      transcripts: [{ transcript: plainText(utterances.flat()) }],
      language_code: languageCode,
      ...(languageScore !== undefined && {
        language_identification: [{ score: decimal(languageScore), code: languageCode }],
      }),
      items,
      audio_segments: segments,
    },
  };
}

function itemsOf({ text, start, end, confidence, mark }: WrittenWord, id: number): Item[] {
  const word: Item = {
    id,
    type: 'pronunciation',
    alternatives: [{ confidence: decimal(confidence), content: text }],
    start_time: decimal(start),
    end_time: decimal(end),
  };
  if (!mark) return [word];
  return [word, { id: id + 1, type: 'punctuation', alternatives: [{ confidence: '0.0', content: mark }] }];
}

export function plainText(words: readonly WrittenWord[]): string {
  return words.map(({ text, mark = '' }) => text + mark).join(' ');
}
