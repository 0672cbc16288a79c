import type { Kernel } from '../../kernel/kernel';
import type { HttpApi } from './model';

export interface Invoked {
  /** The function's result, as JSON. */
  readonly text: string;
  readonly failed: boolean;
}

/**
 * Invokes a function as API Gateway, for a part of the API (`/authorizers/{id}`, `/{stage}/GET/path`). The signal drops
 * an invocation that has not begun.
 */
export async function invoke(
  kernel: Kernel,
  api: HttpApi,
  part: string,
  functionArn: string,
  event: unknown,
  signal: AbortSignal,
): Promise<Invoked> {
  const { FunctionError, Payload } = await kernel.call<{ FunctionError?: string; Payload: Uint8Array }>({
    service: 'lambda',
    operation: 'Invoke',
    region: api.region,
    principal: {
      kind: 'service',
      accountId: kernel.accountId,
      service: 'apigateway.amazonaws.com',
      sourceArn: `${apiArn(kernel, api)}${part}`,
    },
    signal,
    input: { FunctionName: functionArn, Payload: Buffer.from(JSON.stringify(event)) },
    fallible: true,
  });
  return { text: Buffer.from(Payload).toString(), failed: FunctionError !== undefined };
}

export const apiArn = ({ accountId }: Kernel, { region, id }: HttpApi) =>
  `arn:aws:execute-api:${region}:${accountId}:${id}`;
