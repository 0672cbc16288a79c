import type { ClientHttp2Stream } from 'node:http2';
import { type PollyClient, SynthesizeSpeechCommand, type SynthesizeSpeechInput } from '@aws-sdk/client-polly';
import { measure } from '../../shared/count';
import { isNamed, SpeechFailure } from '../../shared/errors';
import type { RateLimit } from '../../shared/rate-limit';
import { type RetryOptions, retrying } from '../../shared/retry';
import { sampleRate } from './pcm';
import type { Synthesizer, Utterance } from './speakers';

/** The whole request, so that tests can check it against the service's model. */
function speechRequest({ ssml, voice, engine, languageCode }: Utterance): SynthesizeSpeechInput {
  return {
    Text: ssml,
    TextType: 'ssml',
    // The SDK's type is an enum; a test compares the table of voices with it.
    VoiceId: voice as SynthesizeSpeechInput['VoiceId'],
    Engine: engine,
    OutputFormat: 'pcm',
    SampleRate: String(sampleRate),
    ...(languageCode && { LanguageCode: languageCode as SynthesizeSpeechInput['LanguageCode'] }),
  };
}

/** Synthesizes speech with Amazon Polly, within its quota of calls per second. */
export class PollySynthesizer implements Synthesizer {
  constructor(
    private readonly client: PollyClient,
    private readonly limit: RateLimit,
    private readonly retry: RetryOptions = {},
  ) {}

  async synthesize(utterance: Utterance): Promise<Buffer> {
    try {
      return await retrying(() => this.call(utterance), this.retry);
    } catch (error) {
      if (!isNamed(error, 'LanguageNotSupportedException', 'InvalidVoiceException')) throw error;
      throw new SpeechFailure('NoVoice', `The voice ${utterance.voice} is not available in this region.`);
    }
  }

  private async call(utterance: Utterance): Promise<Buffer> {
    await this.limit.take();
    const { AudioStream, RequestCharacters = 0 } = await this.client.send(
      new SynthesizeSpeechCommand(speechRequest(utterance)),
    );
    measure('CharactersSpoken', RequestCharacters, { Engine: utterance.engine });
    if (!AudioStream) throw new Error('Polly returned no sound');
    // The SDK closes the connection when the stream ends. Node would keep the stream, with its sound, until its timeout.
    const stream = AudioStream as Partial<ClientHttp2Stream>;
    stream.prependOnceListener?.('end', () => stream.setTimeout?.(0));
    const bytes = await AudioStream.transformToByteArray();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
