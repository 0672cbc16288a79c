import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { withCurrentRows } from './current-rows.client';
import type { Call } from './letter';

/** Carries out calls. Resolves when the receiver has accepted the call; throws an error with its reason otherwise. */
export interface Calls {
  make(call: Call): Promise<void>;
}

/** Calls of the functions and state machines of a region. */
export class RegionCalls implements Calls {
  constructor(
    private readonly lambda: LambdaClient,
    private readonly sfn: SFNClient,
    private readonly dynamodb: DynamoDBClient,
  ) {}

  async make(call: Call): Promise<void> {
    switch (call.kind) {
      case 'event':
        await this.invoke(call.functionName, call.payload, 'Event');
        return;
      case 'records':
        await this.process(call);
        return;
      case 'execution':
        await this.start(call);
    }
  }

  private async process({ functionName, payload, table }: Extract<Call, { kind: 'records' }>): Promise<void> {
    const current = await withCurrentRows(this.dynamodb, table, payload);
    refuseFailures(await this.invoke(functionName, current, 'RequestResponse'));
  }

  private async invoke(FunctionName: string, payload: string, InvocationType: 'Event' | 'RequestResponse') {
    const input = { FunctionName, InvocationType, Payload: Buffer.from(payload) };
    const { FunctionError, Payload } = await this.lambda.send(new InvokeCommand(input));
    const text = Payload && Buffer.from(Payload).toString();
    if (FunctionError) throw new Error(`the function failed: ${text}`);
    return text;
  }

  private async start({ arn, name, input }: Extract<Call, { kind: 'execution' }>): Promise<void> {
    try {
      await this.sfn.send(new StartExecutionCommand({ stateMachineArn: arn, name, input }));
    } catch (error) {
      // An earlier run of this command started it, and ended before it removed the message.
      if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
    }
  }
}

/** Throws if the function reports records that it could not process: the whole batch is then kept. */
function refuseFailures(response: string | undefined): void {
  const { batchItemFailures = [] } = (JSON.parse(response || 'null') ?? {}) as { batchItemFailures?: unknown[] };
  if (batchItemFailures.length > 0) {
    throw new Error(`the function could not process ${batchItemFailures.length} of the records; see its log`);
  }
}
