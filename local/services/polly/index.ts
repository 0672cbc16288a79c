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
 * Polly by SVOX Pico and eSpeak NG: the voices of AWS whose languages they speak, told apart by pitch and variant. Their
 * standard and neural engines sound alike here. Sound is PCM only; there are no lexicons, speech marks, or tasks.
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
