import * as dynamodbSdk from '@aws-sdk/client-dynamodb';
import * as lambdaSdk from '@aws-sdk/client-lambda';
import * as mediaConvertSdk from '@aws-sdk/client-mediaconvert';
import * as transcribeSdk from '@aws-sdk/client-transcribe';
import { standIn } from '@omnistream/local/test';
import { ServiceError } from '@omnistream/local/wire';

/** A function's input, with the members that the tests look at. */
export interface Payload {
  readonly taskToken?: string;
  readonly target?: string;
  readonly language?: string;
  readonly isLast?: boolean;
  readonly news?: { readonly kind: string; readonly language?: string; readonly [member: string]: unknown };
  readonly [member: string]: unknown;
}

export type Code = (payload: Payload) => unknown;

/** An error as Lambda reports one that a handler threw. */
export function thrown(name: string, message = name): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** Lambda with functions that are written where they are tested. */
export class TestFunctions {
  readonly calls: { readonly name: string; readonly payload: Payload }[] = [];
  code: Readonly<Record<string, Code>> = {};

  readonly service = standIn({
    id: 'lambda',
    sdk: lambdaSdk,
    operations: {
      Invoke: (input: lambdaSdk.InvokeCommandInput) => this.invoke(input),
      GetFunction: () => ({}),
      ListFunctions: () => ({ Functions: [] }),
    },
  });

  /** The names of what was called, those of publications with what they say. The budget is left out. */
  get names(): string[] {
    const makers = this.calls.filter(({ name }) => name !== 'Budget');
    return makers.map(({ name, payload: { news, isLast, probe, language } }) => {
      if (name !== 'Publish') return name;
      const said = isLast ? 'last' : (news?.kind ?? (probe ? 'picture' : '?'));
      return `Publish ${[said, news?.language ?? language].filter(Boolean).join(' ')}`;
    });
  }

  of(name: string): Payload[] {
    return this.calls.filter((call) => call.name === name).map(({ payload }) => payload);
  }

  private async invoke({ FunctionName = '', Payload: bytes }: lambdaSdk.InvokeCommandInput) {
    const name = FunctionName.split(':').at(-1) ?? '';
    const code = this.code[name];
    if (!code) throw new ServiceError('ResourceNotFoundException', `Function not found: ${FunctionName}`, 404);
    const payload = JSON.parse(Buffer.from(bytes as Uint8Array).toString()) as Payload;
    this.calls.push({ name, payload });
    try {
      const answer = (await code(payload)) ?? null;
      return { StatusCode: 200, Payload: Buffer.from(JSON.stringify(answer)) };
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      const failure = Buffer.from(JSON.stringify({ errorType, errorMessage, trace: [] }));
      return { StatusCode: 200, FunctionError: 'Unhandled', Payload: failure };
    }
  }
}

/** The services at which the workflow looks for jobs itself. The states are those that a look finds, one after the other. */
export class TestJobs {
  encodings: string[] = [];
  transcriptions: string[] = [];

  readonly services = [
    standIn({
      id: 'dynamodb',
      sdk: dynamodbSdk,
      operations: { GetItem: () => ({ Item: { id: { S: 'key' }, jobId: { S: 'job 1' } } }) },
    }),
    standIn({
      id: 'mediaconvert',
      sdk: mediaConvertSdk,
      operations: {
        GetJob: ({ Id }: mediaConvertSdk.GetJobCommandInput) => ({ Job: { Id, Status: this.encodings.shift() } }),
      },
    }),
    standIn({
      id: 'transcribe',
      sdk: transcribeSdk,
      operations: {
        GetTranscriptionJob: () => ({ TranscriptionJob: { TranscriptionJobStatus: this.transcriptions.shift() } }),
      },
    }),
  ];
}
