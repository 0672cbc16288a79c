import type { Call } from '../../kernel/service';
import type { ActionMap } from '../demand';

const functionArn = (reference: string, { region, accountId }: Call) =>
  reference.startsWith('arn:') ? reference : `arn:aws:lambda:${region}:${accountId}:function:${reference}`;

const on =
  (action: string) =>
  ({ FunctionName }: { FunctionName: string }, call: Call) => [
    { action: `lambda:${action}`, resource: functionArn(FunctionName, call) },
  ];

/** Source: Service Authorization Reference, AWS Lambda. */
export const actions: ActionMap = {
  Invoke: on('InvokeFunction'),
  GetFunction: on('GetFunction'),
  GetFunctionConfiguration: on('GetFunctionConfiguration'),
  ListFunctions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
};
