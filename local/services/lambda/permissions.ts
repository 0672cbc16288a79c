import type { Call, Permissions } from '../../kernel/service';

const functionArn = (reference: string, { region, accountId }: Call) =>
  reference.startsWith('arn:') ? reference : `arn:aws:lambda:${region}:${accountId}:function:${reference}`;

const on =
  (action: string) =>
  ({ FunctionName }: { FunctionName: string }, call: Call) => [
    { action: `lambda:${action}`, resource: functionArn(FunctionName, call) },
  ];

const isCloudFront = ({ principal }: Call) =>
  principal.kind === 'service' && principal.service === 'cloudfront.amazonaws.com';

/** Source: Service Authorization Reference, AWS Lambda. */
export const permissions: Permissions = {
  Invoke: (input: { FunctionName: string }, call) =>
    on('InvokeFunction')(input, call).map((demand) => ({
      ...demand,
      // CloudFront has no other way to a function.
      context: { 'lambda:InvokedViaFunctionUrl': String(isCloudFront(call)) },
    })),
  GetFunction: on('GetFunction'),
  GetFunctionConfiguration: on('GetFunctionConfiguration'),
  GetEventSourceMapping: ({ UUID }: { UUID: string }, { region, accountId }) => [
    {
      action: 'lambda:GetEventSourceMapping',
      resource: `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${UUID}`,
    },
  ],
  ListEventSourceMappings: () => [{ action: 'lambda:ListEventSourceMappings', resource: '*' }],
  ListFunctions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
};
