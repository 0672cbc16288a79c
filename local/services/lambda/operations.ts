import type { FunctionConfiguration as Description, InvokeCommandInput } from '@aws-sdk/client-lambda';
import { type Call, type Operation, ServiceError } from '../../kernel/service';
import type { FunctionConfiguration } from './function';
import type { Functions } from './functions';

/** Source: AWS Lambda quotas: 6 MB for synchronous invocations, 1 MB for events. */
const payloadLimits = { RequestResponse: 6 * 1024 * 1024, Event: 1024 * 1024, DryRun: 6 * 1024 * 1024 } as const;

const describe = (configuration: FunctionConfiguration): Description => ({
  FunctionName: configuration.name,
  FunctionArn: configuration.arn,
  Role: configuration.roleArn,
  Handler: configuration.handler,
  MemorySize: configuration.memoryMegabytes,
  Timeout: configuration.timeoutSeconds,
  Environment: { Variables: { ...configuration.environment } },
  State: 'Active',
  Version: '$LATEST',
});

function payloadText(payload: InvokeCommandInput['Payload'], limit: number): string {
  const text = payload === undefined ? '{}' : Buffer.from(payload as Uint8Array).toString() || '{}';
  if (Buffer.byteLength(text) > limit) {
    throw new ServiceError('RequestTooLargeException', `The payload exceeds the limit of ${limit} bytes`, 413);
  }
  try {
    JSON.parse(text);
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`;
    throw new ServiceError('InvalidRequestContentException', message);
  }
  return text;
}

export function lambdaOperations(functions: Functions): Readonly<Record<string, Operation>> {
  return {
    async Invoke(
      { FunctionName = '', InvocationType = 'RequestResponse', Payload }: InvokeCommandInput,
      { signal }: Call,
    ) {
      const text = payloadText(Payload, payloadLimits[InvocationType]);
      functions.get(FunctionName);
      if (InvocationType === 'DryRun') return { StatusCode: 204 };
      if (InvocationType === 'Event') {
        functions.invokeLater(FunctionName, text);
        return { StatusCode: 202 };
      }
      const { payload, functionError } = await functions.invoke(FunctionName, text, { signal });
      return {
        StatusCode: 200,
        ExecutedVersion: '$LATEST',
        Payload: Buffer.from(payload),
        ...(functionError && { FunctionError: functionError }),
      };
    },
    GetFunction: ({ FunctionName }: { FunctionName: string }) => ({
      Configuration: describe(functions.get(FunctionName)),
    }),
    GetFunctionConfiguration: ({ FunctionName }: { FunctionName: string }) => describe(functions.get(FunctionName)),
    ListFunctions: () => ({ Functions: functions.list().map(describe) }),
  };
}
