import { Readable } from 'node:stream';
import type { SynthesizeSpeechCommandInput, SynthesizeSpeechCommandOutput } from '@aws-sdk/client-polly';
import type { Speaker } from '../../../engines/speak/speaker';
import { type Call, ServiceError } from '../../../kernel/service';
import { speechRequest } from '../request';

/** Bytes of a chunk of the stream: half a second. */
const chunkBytes = 16_000;

function* pieces(samples: Buffer): Generator<Buffer> {
  for (let at = 0; at < samples.length; at += chunkBytes) yield samples.subarray(at, at + chunkBytes);
}

/**
 * Synthesizes speech. The response is a stream of bare samples, and errors are thrown before it begins. A voice whose
 * language no engine here speaks causes a `LanguageNotSupportedException`.
 */
export function synthesizeSpeech(speaker: Speaker) {
  return async (
    input: SynthesizeSpeechCommandInput,
    { signal }: Call,
  ): Promise<Omit<SynthesizeSpeechCommandOutput, '$metadata'>> => {
    const { voice, language, segments, sampleRate, characters } = speechRequest(input);
    const spoken = [language, ...segments.flatMap((segment) => (segment.kind === 'phrase' ? [segment.language] : []))];
    const foreign = spoken.find((code) => !speaker.speaks(code));
    if (foreign !== undefined) {
      throw new ServiceError(
        'LanguageNotSupportedException',
        `No engine on this machine speaks the language ${foreign} (voice ${voice.Id})`,
      );
    }
    const samples = await speaker.say(segments, { gender: voice.Gender, order: voice.order }, sampleRate, signal);
    return {
      AudioStream: Readable.from(pieces(samples), { objectMode: false }) as never,
      ContentType: 'audio/pcm',
      RequestCharacters: characters,
    };
  };
}
