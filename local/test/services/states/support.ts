import * as lambdaSdk from '@aws-sdk/client-lambda';
import type { Clock } from '../../../kernel/clock';
import type { Kernel } from '../../../kernel/kernel';
import { ServiceError } from '../../../kernel/service';
import { createEvents } from '../../../services/events';
import { createStates } from '../../../services/states';
import { standIn } from '../../../testing/stand-in';

/** The result of one invocation of a function. */
export interface Answer {
  readonly result?: unknown;
  readonly error?: object;
  /** Returns its payload under this name. */
  readonly echo?: string;
  readonly hang?: boolean;
  readonly throttled?: boolean;
  /** The size of the result. */
  readonly bytes?: number;
}

export type Invocation = { readonly name: string; readonly payload: Record<string, unknown>; readonly type?: string };

/** Functions in memory that return the given results in turn; the last result is repeated. */
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

export const services = (functions: Functions, clock?: Clock) => (kernel: Kernel) => [
  functions.service,
  createStates(kernel, clock),
  createEvents(kernel),
];
