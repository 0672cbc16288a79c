import * as lambdaSdk from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, type DescribeExecutionOutput, type SFNClient } from '@aws-sdk/client-sfn';
import type { Clock } from '../../../kernel/clock';
import type { Kernel } from '../../../kernel/kernel';
import { ServiceError } from '../../../kernel/service';
import { createEvents } from '../../../services/events';
import { createStates } from '../../../services/states';
import { standIn } from '../../../testing/stand-in';

/** What a function answers to one invocation. */
export interface Answer {
  readonly result?: unknown;
  readonly error?: object;
  /** Answers its payload under this name. */
  readonly echo?: string;
  readonly hang?: boolean;
  readonly throttled?: boolean;
  /** The size of the result. */
  readonly bytes?: number;
}

export type Invocation = { readonly name: string; readonly payload: Record<string, unknown>; readonly type?: string };

/** Functions in memory that answer as they are told, in turn; the last answer stays. */
export class Functions {
  readonly invocations: Invocation[] = [];
  private readonly answers = new Map<string, Answer[]>();

  set(name: string, answers: readonly Answer[]): void {
    this.answers.set(name, [...answers]);
  }

  readonly service = standIn({
    id: 'lambda',
    sdk: lambdaSdk,
    operations: {
      Invoke: ({ FunctionName, Payload, InvocationType }: lambdaSdk.InvokeCommandInput) =>
        this.invoke(FunctionName as string, Buffer.from(Payload as Uint8Array).toString(), InvocationType),
      GetFunction: ({ FunctionName }: { FunctionName: string }) => this.find(FunctionName),
      ListFunctions: () => ({ Functions: [{ LastModified: new Date('2026-01-01T00:00:00Z') }] }),
    },
  });

  private find(reference: string): Answer[] {
    const answers = this.answers.get(reference.split(':').at(-1) as string);
    if (!answers) throw new ServiceError('ResourceNotFoundException', `Function not found: ${reference}`, 404);
    return answers;
  }

  private async invoke(reference: string, text: string, type?: string) {
    const answers = this.find(reference);
    const payload = JSON.parse(text) as Record<string, unknown>;
    this.invocations.push({ name: reference, payload, type });
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) as Answer;
    if (answer.hang) return new Promise<never>(() => undefined);
    if (answer.throttled) throw new ServiceError('TooManyRequestsException', 'Rate exceeded', 429);
    if (answer.error) {
      return { StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(answer.error)) };
    }
    const result = answer.echo ? { [answer.echo]: payload } : answer.bytes ? 'x'.repeat(answer.bytes) : answer.result;
    return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: Buffer.from(JSON.stringify(result ?? null)) };
  }
}

/** Turns of the event loop that make a second of {@link fastClock}, of a millisecond or more each. */
const turnsOfSecond = 10;

/**
 * Time that runs by turns of the event loop while somebody sleeps, about a second in ten milliseconds. Not by the wall
 * clock: however slow the machine is, what takes a few turns is done long before a timeout of a second.
 */
class TurningClock implements Clock {
  private ahead = 0;
  private isTurning = false;
  private readonly sleepers = new Set<() => void>();

  now(): number {
    return Date.now() + this.ahead;
  }

  async sleep(until: number, signal: AbortSignal): Promise<void> {
    while (this.now() < until) {
      signal.throwIfAborted();
      await new Promise<void>((wake) => {
        const sleeper = () => {
          this.sleepers.delete(sleeper);
          signal.removeEventListener('abort', sleeper);
          wake();
        };
        this.sleepers.add(sleeper);
        signal.addEventListener('abort', sleeper, { once: true });
        void this.turn();
      });
    }
    signal.throwIfAborted();
  }

  private async turn(): Promise<void> {
    if (this.isTurning) return;
    this.isTurning = true;
    while (this.sleepers.size > 0) {
      for (let turn = 0; turn < turnsOfSecond; turn++) await new Promise((done) => setTimeout(done, 1));
      this.ahead += 1000;
      for (const wake of [...this.sleepers]) wake();
      // Those whose time has not come lie down again.
      await new Promise((done) => setImmediate(done));
    }
    this.isTurning = false;
  }
}

export const fastClock: Clock = new TurningClock();

export const services = (functions: Functions, clock?: Clock) => (kernel: Kernel) => [
  functions.service,
  createStates(kernel, clock),
  createEvents(kernel),
];

/** Waits until it holds; gives up after two minutes. */
export async function until<T>(probe: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > deadline) throw new Error('it never came about');
    await new Promise((done) => setTimeout(done, 10));
  }
}

export const ended = (client: SFNClient, executionArn: string): Promise<DescribeExecutionOutput> =>
  until(async () => {
    const description = await client.send(new DescribeExecutionCommand({ executionArn }));
    return description.status !== 'RUNNING' && description;
  });
