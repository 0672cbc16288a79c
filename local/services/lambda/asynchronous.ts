import type { Kernel } from '../../kernel/kernel';
import type { Store } from '../../kernel/store';
import { sendTo } from './destination';
import type { AsynchronousPolicy, FunctionConfiguration } from './function';
import type { Outcome } from './sandbox';

/** An asynchronous invocation that has not ended yet. */
interface Pending {
  readonly id: string;
  readonly functionName: string;
  readonly payload: string;
  /** Milliseconds since 1970. */
  readonly acceptedAt: number;
  readonly attempts: number;
}

/** Milliseconds. Lambda waits one minute, then two, but a laptop's user is waiting. */
const retryDelays = [2_000, 5_000];
const lambdaSeconds = [60, 120];
/** Milliseconds until an invocation is tried again that could not be recorded, for example because the disk is full. */
const faultDelay = 5_000;

/** The result of an invocation that failed after all retries. */
interface Ended {
  readonly outcome: Outcome;
  readonly condition: 'RetriesExhausted' | 'EventAgeExceeded';
}

export interface AsynchronousOptions {
  readonly kernel: Kernel;
  configuration(functionName: string): FunctionConfiguration | undefined;
  policy(functionName: string): AsynchronousPolicy;
  run(functionName: string, id: string, payload: string): Promise<Outcome>;
}

/**
 * The queue of invocations with `InvocationType: Event`. It is stored on disk, and failed invocations are retried and
 * then sent to the dead-letter target.
 */
export class AsynchronousInvocations {
  private readonly pending: Store<Pending>;
  private readonly timers = new Set<NodeJS.Timeout>();
  private stopped = false;

  constructor(private readonly options: AsynchronousOptions) {
    this.pending = options.kernel.store<Pending>('lambda', 'asynchronous');
  }

  accept(functionName: string, id: string, payload: string): void {
    const invocation = { id, functionName, payload, acceptedAt: this.options.kernel.now(), attempts: 0 };
    this.pending.put(id, invocation);
    this.schedule(invocation, 0);
  }

  /** Continues the invocations of an earlier process. */
  resume(): void {
    for (const [, invocation] of this.pending.entries()) this.schedule(invocation, 0);
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  private schedule(invocation: Pending, delay: number): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.attempt(invocation).catch((error: Error) => {
        if (this.stopped) return;
        const { id, functionName } = invocation;
        const fields = { functionName, id, error: error.message };
        this.options.kernel.log('lambda', 'an asynchronous invocation was interrupted and will be repeated', fields);
        this.schedule(invocation, faultDelay);
      });
    }, delay);
    this.timers.add(timer);
  }

  private async attempt(invocation: Pending): Promise<void> {
    const { kernel, configuration, policy, run } = this.options;
    const { id, functionName, payload } = invocation;
    const target = configuration(functionName);
    if (!target) {
      kernel.log('lambda', 'the function of an asynchronous invocation does not exist any more', { functionName, id });
      this.pending.delete(id);
      return;
    }
    const outcome = await run(functionName, id, payload);
    if (this.stopped) return;
    if (!outcome.functionError) {
      this.pending.delete(id);
      return;
    }
    const attempts = invocation.attempts + 1;
    const { maximumRetryAttempts, maximumEventAgeSeconds, onFailureArn } = policy(functionName);
    // An event that would be too old at the next attempt fails immediately, as recorded.
    const nextAge = lambdaSeconds.slice(0, attempts).reduce((sum, seconds) => sum + seconds, 0);
    const tooOld =
      nextAge >= maximumEventAgeSeconds || kernel.now() - invocation.acceptedAt > maximumEventAgeSeconds * 1000;
    if (attempts <= maximumRetryAttempts && !tooOld) {
      const next = { ...invocation, attempts };
      this.pending.put(id, next);
      this.schedule(next, retryDelays[attempts - 1] ?? (retryDelays.at(-1) as number));
      return;
    }
    const { errorMessage } = JSON.parse(outcome.payload) as { errorMessage?: string };
    kernel.log('lambda', 'an asynchronous invocation failed after all retries', { functionName, id, errorMessage });
    const condition = attempts <= maximumRetryAttempts ? 'EventAgeExceeded' : 'RetriesExhausted';
    await this.deadLetter(target, invocation, { outcome, condition }, onFailureArn).catch((error: Error) => {
      const dimensions = { FunctionName: functionName };
      const values = onFailureArn ? { DestinationDeliveryFailures: 1 } : { DeadLetterErrors: 1 };
      kernel.measure({ region: target.region, namespace: 'AWS/Lambda', dimensions, values });
      kernel.log('lambda', 'a dead letter could not be delivered', { functionName, id, error: error.message });
    });
    this.pending.delete(id);
  }

  private async deadLetter(target: FunctionConfiguration, invocation: Pending, ended: Ended, onFailureArn?: string) {
    const arn = onFailureArn ?? target.deadLetterArn;
    if (!arn) return;
    const error = JSON.parse(ended.outcome.payload) as { errorMessage?: string };
    const body = onFailureArn ? destinationRecord(target, invocation, ended) : invocation.payload;
    const attributes = {
      RequestID: { DataType: 'String', StringValue: invocation.id },
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      ErrorMessage: { DataType: 'String', StringValue: (error.errorMessage ?? 'unknown').slice(0, 1024) },
    };
    await sendTo(this.options.kernel, target, { destinationArn: arn, body, attributes });
  }
}

/**
 * Returns the record that Lambda sends to a failure destination. Source: AWS Lambda developer guide, "Retaining
 * records".
 */
function destinationRecord(target: FunctionConfiguration, invocation: Pending, { outcome, condition }: Ended): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: invocation.id,
      functionArn: `${target.arn}:$LATEST`,
      condition,
      approximateInvokeCount: invocation.attempts + 1,
    },
    requestPayload: JSON.parse(invocation.payload),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: outcome.functionError },
    responsePayload: JSON.parse(outcome.payload),
  });
}
