import { Readable } from 'node:stream';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import { parseTarget } from '../../wire/protocol';
import { protocolOf } from '../../wire/protocol-of';
import cases from '../cases/rest-routes.json';

const protocols: Record<string, ReturnType<typeof protocolOf>> = {
  s3: protocolOf({ id: 's3', sdk: s3 }),
  lambda: protocolOf({ id: 'lambda', sdk: lambda }),
};

test.each(cases.map(({ name, ...rest }) => [name, rest] as const))('%s', async (_name, { input, expected }) => {
  const { service, method, target, headers } = input;
  const request = {
    method,
    url: parseTarget(target),
    headers: headers as Record<string, string>,
    body: Readable.from([]),
  };
  const operation = await protocols[service]?.operation(request, async () => Buffer.alloc(0));
  expect(operation ?? null).toBe(expected);
});
