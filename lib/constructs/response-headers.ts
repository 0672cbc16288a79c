import { Duration } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

const headers = {
  contentTypeOptions: { override: true },
  frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
  referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: true },
  strictTransportSecurity: {
    accessControlMaxAge: Duration.days(365),
    includeSubdomains: true,
    override: true,
  },
};

/** Headers of responses that are not pages: browsers must not sniff, frame or execute them. */
export function plainHeaders(scope: Construct, id: string): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, id, {
    comment: 'Security headers of API responses',
    securityHeadersBehavior: headers,
  });
}

/**
 * The same for films, which players on other sites may read too. They use signed addresses, since browsers do not send
 * cookies with `SameSite=Lax` in such requests. So any origin is allowed, without credentials.
 */
export function filmHeaders(scope: Construct, id: string): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, id, {
    comment: 'Security headers of films, and CORS for players on other sites',
    securityHeadersBehavior: headers,
    corsBehavior: {
      accessControlAllowOrigins: ['*'],
      accessControlAllowMethods: ['GET', 'HEAD', 'OPTIONS'],
      accessControlAllowHeaders: ['Range', 'CMCD-Object', 'CMCD-Request', 'CMCD-Session', 'CMCD-Status'],
      accessControlExposeHeaders: ['Content-Length', 'Content-Range', 'Date', 'ETag'],
      accessControlAllowCredentials: false,
      accessControlMaxAge: Duration.days(1),
      originOverride: true,
    },
  });
}

/**
 * The content security policy of the page: it may only run its own scripts and connect to the origins `connect`. Players
 * use `blob:` addresses for the video element and for workers, and an empty `data:` file for a new caption track.
 */
export function pagePolicy(connect: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob: data:",
    "worker-src 'self' blob:",
    ["connect-src 'self'", ...connect].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The same for the page, with its policy. */
export function pageHeaders(scope: Construct, id: string, connect: readonly string[]): ResponseHeadersPolicy {
  const contentSecurityPolicy = pagePolicy(connect);
  return new ResponseHeadersPolicy(scope, id, {
    comment: 'Security headers and content security policy of the page',
    securityHeadersBehavior: { ...headers, contentSecurityPolicy: { contentSecurityPolicy, override: true } },
  });
}
