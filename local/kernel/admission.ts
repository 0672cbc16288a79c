import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/**
 * Requests that a port serves at the same time, which is more than fifty viewers send: six connections of each browser to
 * the distribution, three of which lead to the API. The rest is refused at once, because it would only wait, and make all
 * others wait.
 */
export const maxInFlight = { web: 512, aws: 512, api: 160 } as const;

/** Seconds after which a refused client should try again. */
const retryAfter = '2';

/** Responds to a request above the limit, in the form of the service behind the port. */
export type Refuse = (request: IncomingMessage, response: ServerResponse) => void;

/** Passes at most `limit` requests to a listener at the same time, from their head until the end of their response. */
export function admitting(listener: RequestListener, refuse: Refuse, limit: number): RequestListener {
  let inFlight = 0;
  return (request, response) => {
    if (inFlight >= limit) {
      refuse(request, response);
      return;
    }
    inFlight += 1;
    response.once('close', () => {
      inFlight -= 1;
    });
    listener(request, response);
  };
}

/** API Gateway's throttle. */
export const refuseAsApi: Refuse = (_, response) => {
  response
    .writeHead(429, { 'content-type': 'application/json', 'retry-after': retryAfter })
    .end('{"message":"Too Many Requests"}');
};

/** CloudFront without capacity: status 503 and a page. */
export const refuseAsEdge: Refuse = (_, response) => {
  response
    .writeHead(503, {
      ...{ 'content-type': 'text/html', 'retry-after': retryAfter, 'cache-control': 'no-store' },
      'x-cache': 'Error from cloudfront',
    })
    .end(
      '<html><head><title>503 ERROR</title></head><body>The request could not be satisfied. Try again.</body></html>',
    );
};

/** S3's `SlowDown`, and for other services a throttle; all SDKs repeat both after a while. */
export const refuseAsService: Refuse = ({ headers }, response) => {
  const isS3 =
    headers['x-amz-target'] === undefined && !/\/(?!s3\/)[a-z0-9-]+\/aws4_request/.test(headers.authorization ?? '');
  const message = 'Please reduce your request rate.';
  if (isS3) {
    response
      .writeHead(503, { 'content-type': 'application/xml', 'retry-after': retryAfter })
      .end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>SlowDown</Code><Message>${message}</Message></Error>`);
    return;
  }
  const name = 'ThrottlingException';
  response
    .writeHead(429, { 'content-type': 'application/json', 'x-amzn-errortype': name, 'retry-after': retryAfter })
    .end(JSON.stringify({ __type: name, message }));
};
