import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { APIGatewayProxyStructuredResultV2, LambdaFunctionURLEvent } from 'aws-lambda';
import type { Kernel } from '../../kernel/kernel';
import { type Principal, ServiceError } from '../../kernel/service';
import type { OriginRequest, OriginResponse } from './origin-request';

/** `{id}.lambda-url.{region}.on.aws`; on the laptop the id is the function's name. */
const address = /^([\w-]+)\.lambda-url\.([a-z0-9-]+)\.on\.aws$/;

export const isFunctionUrl = (domainName: string) => address.test(domainName);

/**
 * Calls a function by its URL with origin access control for Lambda: the request is signed by the service for the
 * distribution.
 */
export async function fromFunctionUrl(
  kernel: Kernel,
  principal: Principal,
  domainName: string,
  request: OriginRequest,
): Promise<OriginResponse> {
  const [, name = '', region = kernel.region] = address.exec(domainName) ?? [];
  const arn = `arn:aws:lambda:${region}:${kernel.accountId}:function:${name}`;
  const context = { 'lambda:FunctionUrlAuthType': 'AWS_IAM' };
  kernel.authorize(principal, region, [{ action: 'lambda:InvokeFunctionUrl', resource: arn, context }]);
  const Payload = Buffer.from(JSON.stringify(eventOf(domainName, request, kernel.now())));
  const invoked = await kernel
    .call<{ FunctionError?: string; Payload: Uint8Array }>({
      ...{ service: 'lambda', operation: 'Invoke', region, principal, signal: request.signal, fallible: true },
      input: { FunctionName: arn, Payload },
    })
    .catch(throttled);
  if ('status' in invoked) return invoked;
  const { FunctionError, Payload: result } = invoked;
  const text = Buffer.from(result).toString();
  if (FunctionError) {
    kernel.log('cloudfront', 'the function of an origin failed', { function: name, error: text.slice(0, 800) });
    return { status: 502, headers: {}, body: Readable.from(['Internal Server Error']) };
  }
  const { statusCode = 200, headers = {}, body = '', isBase64Encoded } = JSON.parse(text) as FunctionResult;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const lower = Object.entries(headers).map(([header, value]) => [header.toLowerCase(), String(value)]);
  const length = { 'content-length': bytes.length };
  return { status: statusCode, headers: { ...Object.fromEntries(lower), ...length }, body: Readable.from([bytes]) };
}

/**
 * The response of a function URL above the function's concurrency: status 429. Throws any other error.
 * Source: Lambda developer guide, "Lambda function URLs", throttling.
 */
function throttled(error: Error): OriginResponse {
  if (!(error instanceof ServiceError) || error.name !== 'TooManyRequestsException') throw error;
  const headers = { 'content-type': 'application/json', 'retry-after': String(error.members.retryAfterSeconds) };
  return { status: 429, headers, body: Readable.from([JSON.stringify({ Message: error.message })]) };
}

type FunctionResult = APIGatewayProxyStructuredResultV2;

/** Builds the event of payload format 2.0. Source: Lambda developer guide, "Invoking Lambda function URLs". */
function eventOf(domainName: string, { method, uri, query, headers }: OriginRequest, now: number) {
  const entries = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(',')]);
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath: uri,
    rawQueryString: query,
    headers: { ...Object.fromEntries(entries), host: domainName },
    ...(query && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    requestContext: {
      accountId: 'anonymous',
      apiId: domainName.split('.')[0] ?? '',
      domainName,
      domainPrefix: domainName.split('.')[0] ?? '',
      http: { method, path: uri, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'Amazon CloudFront' },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: new Date(now).toUTCString(),
      timeEpoch: now,
    },
    isBase64Encoded: false,
  };
  return event satisfies Omit<LambdaFunctionURLEvent, 'requestContext'>;
}
