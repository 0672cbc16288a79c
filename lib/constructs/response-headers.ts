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

/** What browsers may do with answers that are not pages: nothing but take them as what they say they are. */
export function plainHeaders(scope: Construct, id: string): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, id, {
    comment: 'Security headers of API responses',
    securityHeadersBehavior: headers,
  });
}

/**
 * The same for films, which players on pages of other sites may read too: by a signed address, since a cookie of
 * `SameSite=Lax` does not go with such a request. So `*`, and no credentials.
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
 * The page may run its own scripts and talk to `connect` (origins), and to nobody else. Players feed `blob:` addresses to
 * the video element, unpack streams in workers made from blobs, and begin a caption track with an empty `data:` file.
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
