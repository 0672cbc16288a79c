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

/**
 * Headers that CloudFront has no own setting for, so they are custom headers. They override, so that no response has one
 * twice. Other origins may load films (`/v/*`) and nothing else of this one, and no window of another origin keeps a
 * reference to the page. Cross-Origin-Embedder-Policy is left out: the page needs no isolated memory, and its segments may
 * come from other origins.
 */
export function isolation(resources: 'same-origin' | 'cross-origin'): Record<string, string> {
  return {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': resources,
    'Permissions-Policy': permissionsPolicy,
  };
}

function customHeaders(values: Record<string, string>) {
  return { customHeaders: Object.entries(values).map(([header, value]) => ({ header, value, override: true })) };
}

/** Features of browsers that the player needs, for the page itself and for no frame. */
const usedFeatures = ['autoplay', 'encrypted-media', 'fullscreen', 'picture-in-picture'];
/** Features that ask the user, read a device or identify the browser. Chromium warns of names that it does not know. */
const unusedFeatures = [
  ...['accelerometer', 'browsing-topics', 'camera', 'display-capture', 'gamepad', 'geolocation'],
  ...['gyroscope', 'hid', 'idle-detection', 'local-fonts', 'magnetometer', 'microphone', 'midi', 'payment'],
  ...['publickey-credentials-create', 'publickey-credentials-get', 'screen-wake-lock', 'serial', 'storage-access'],
  ...['usb', 'window-management', 'xr-spatial-tracking'],
];
const permissionsPolicy = [
  ...usedFeatures.map((feature) => `${feature}=(self)`),
  ...unusedFeatures.map((feature) => `${feature}=()`),
].join(', ');

/** Headers of responses that are not pages: browsers must not sniff, frame or execute them. */
export function plainHeaders(scope: Construct, id: string): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, id, {
    comment: 'Security headers of API responses',
    securityHeadersBehavior: headers,
    customHeadersBehavior: customHeaders(isolation('same-origin')),
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
    customHeadersBehavior: customHeaders(isolation('cross-origin')),
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
    customHeadersBehavior: customHeaders(isolation('same-origin')),
  });
}
