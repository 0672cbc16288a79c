import * as sdk from '@aws-sdk/client-polly';
import { Speaker } from '../../engines/speak/speaker';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { describeVoicesOperation } from './operations/describe-voices';
import { synthesizeSpeech } from './operations/synthesize-speech';
import { permissions } from './permissions';

export interface PollyOptions {
  /** The built `local/engines/speak/worker.ts`. */
  readonly speakWorker: string;
  /** Where `$OMNISTREAM_PICO_VOICES` is looked up. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Polly by SVOX Pico and eSpeak NG. It offers AWS's voices for the languages of these engines, which differ in pitch
 * and variant; standard and neural engines sound alike. Sound is PCM only. Lexicons, speech marks and tasks are not
 * supported.
 */
export function createPolly(_kernel: Kernel, { speakWorker, env }: PollyOptions): LocalService {
  const speaker = new Speaker({ workerPath: speakWorker, env });
  return {
    wire: {
      id: 'polly',
      sdk,
      permissions,
      operations: {
        DescribeVoices: describeVoicesOperation(speaker),
        SynthesizeSpeech: synthesizeSpeech(speaker),
      },
    },
    stop: () => speaker.close(),
  };
}
