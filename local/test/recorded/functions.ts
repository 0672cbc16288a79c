import * as sdk from '@aws-sdk/client-lambda';
import { ServiceError } from '../../kernel/service';
import { standIn } from '../../testing/stand-in';
import type { StillClock } from './still-clock';

/** What a recorded case's function does. */
export type Does =
  | { readonly does: 'echo' }
  | { readonly does: 'return'; readonly value: unknown }
  | { readonly does: 'returnText'; readonly letter: string; readonly length: number }
  | { readonly does: 'raise'; readonly errorType: string; readonly errorMessage: string }
  | { readonly does: 'sleep'; readonly seconds: number };

/** Lambda with functions that return the results of a case, so that the test examines a workflow and not its functions. */
export class CaseFunctions {
  functions: Readonly<Record<string, Does>> = {};

  constructor(private readonly clock: StillClock) {}

  readonly service = standIn({
    id: 'lambda',
    sdk,
    operations: {
      Invoke: ({ FunctionName, Payload }: sdk.InvokeCommandInput) =>
        this.invoke(FunctionName as string, Buffer.from(Payload as Uint8Array).toString()),
    },
  });

  private async invoke(reference: string, payload: string) {
    const does = this.functions[reference.split(':').at(-1) as string];
    if (!does) {
      const arn = `arn:aws:lambda:us-east-1:000000000000:function:${reference.split(':').at(-1)}`;
      throw new ServiceError('ResourceNotFoundException', `Function not found: ${arn}:$LATEST`, 404);
    }
    const result = (value: unknown) => ({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      Payload: Buffer.from(JSON.stringify(value)),
    });
    switch (does.does) {
      case 'echo':
        return result(JSON.parse(payload));
      case 'return':
        return result(does.value);
      case 'returnText':
        return result(does.letter.repeat(does.length));
      case 'sleep':
        await this.clock.sleep(this.clock.now() + does.seconds * 1000);
        return result(null);
      case 'raise': {
        const { errorMessage, errorType } = does;
        const error = { errorMessage, errorType, requestId: 'request-id', stackTrace: [] };
        return { ...result(error), FunctionError: 'Unhandled' };
      }
    }
  }
}
