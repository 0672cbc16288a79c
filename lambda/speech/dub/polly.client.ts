import { type PollyClient, SynthesizeSpeechCommand, type SynthesizeSpeechInput } from '@aws-sdk/client-polly';
import { isNamed, SpeechFailure } from '../../shared/errors';
import type { RateLimit } from '../../shared/rate-limit';
import { type RetryOptions, retrying } from '../../shared/retry';
import { sampleRate } from './pcm';
import type { Synthesizer, Utterance } from './speakers';

/** The whole request, so that it can be checked against the service's model. */
export function speechRequest({ ssml, voice, engine, languageCode }: Utterance): SynthesizeSpeechInput {
  return {
    Text: ssml,
    TextType: 'ssml',
    // The service's enum is closed; a test holds our table against it.
    VoiceId: voice as SynthesizeSpeechInput['VoiceId'],
    Engine: engine,
    OutputFormat: 'pcm',
    SampleRate: String(sampleRate),
    ...(languageCode && { LanguageCode: languageCode as SynthesizeSpeechInput['LanguageCode'] }),
  };
}

/** Speaks by Amazon Polly, no faster than its quota. */
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
      throw new SpeechFailure('NoVoice', `The voice ${utterance.voice} is not to be had here.`);
    }
  }

  private async call(utterance: Utterance): Promise<Buffer> {
    await this.limit.take();
    const { AudioStream } = await this.client.send(new SynthesizeSpeechCommand(speechRequest(utterance)));
    if (!AudioStream) throw new Error('Polly answered without sound');
    const bytes = await AudioStream.transformToByteArray();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
