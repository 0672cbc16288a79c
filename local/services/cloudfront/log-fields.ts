import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Distribution } from './model';

/** A request whose response has been sent. Times are milliseconds since 1970, sizes are bytes of the connection. */
export interface ServedRequest {
  readonly id: string;
  readonly request: IncomingMessage;
  readonly distribution: Distribution;
  /** The text of the header `x-cache`, such as `Hit from cloudfront`. */
  readonly cache: string;
  readonly headers: OutgoingHttpHeaders;
  /** 0 if the viewer disconnected before the end. */
  readonly status: number;
  readonly startedAt: number;
  readonly firstByteAt: number;
  readonly endedAt: number;
  readonly sent: number;
  readonly received: number;
  readonly address: { readonly ip: string; readonly port: number };
}

/** CloudFront's text for a missing value. */
const nothing = '-';

const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(3);
const iso = (time: number) => new Date(time).toISOString();
const header = ({ headers }: ServedRequest, name: string) =>
  headers[name] === undefined ? nothing : String(headers[name]);

/** Returns `Hit`, `Miss`, `Error`, or `FunctionGeneratedResponse`. */
const result = ({ cache, status }: ServedRequest) => (status === 0 ? 'Error' : (cache.split(' ')[0] ?? nothing));

/** Parses the range of `bytes 0-99/1000`. */
const rangeOf = (served: ServedRequest, which: 1 | 2) =>
  /^bytes (\d+)-(\d+)\//.exec(header(served, 'content-range'))?.[which] ?? nothing;

const asked =
  (name: string) =>
  ({ request }: ServedRequest) =>
    encoded(String(request.headers[name] ?? nothing));

/** Values of logs contain no spaces, tabs or line ends. */
const encoded = (text: string) => text.replaceAll(/[\s"]/g, encodeURIComponent);

const urlOf = ({ request }: ServedRequest) => (request.url ?? '/').split(/\?(.*)/s);

/**
 * Fields of standard logs (version 2) whose values this runtime knows, or knows to be missing. Source: CloudFront
 * developer guide, "Access logs (standard logs)", "Log file fields".
 */
export const logFields: Readonly<Record<string, (served: ServedRequest) => string>> = {
  date: ({ endedAt }) => iso(endedAt).slice(0, 10),
  time: ({ endedAt }) => iso(endedAt).slice(11, 19),
  timestamp: ({ endedAt }) => String(Math.floor(endedAt / 1000)),
  'timestamp(ms)': ({ endedAt }) => String(endedAt),
  DistributionId: ({ distribution }) => distribution.id,
  'x-edge-location': () => 'LAPTOP',
  'x-edge-request-id': ({ id }) => id,
  'x-edge-result-type': result,
  'x-edge-response-result-type': result,
  'x-edge-detailed-result-type': (served) => (served.status === 0 ? 'ClientCommError' : result(served)),
  'x-host-header': asked('host'),
  'x-forwarded-for': asked('x-forwarded-for'),
  'c-ip': ({ address }) => address.ip,
  'c-port': ({ address }) => String(address.port),
  'c-country': () => nothing,
  asn: () => nothing,
  'cs-method': ({ request }) => request.method ?? nothing,
  'cs-uri-stem': (served) => urlOf(served)[0] || '/',
  'cs-uri-query': (served) => urlOf(served)[1] || nothing,
  'cs-protocol': () => 'http',
  'cs-protocol-version': ({ request }) => `HTTP/${request.httpVersion}`,
  'cs-bytes': ({ received }) => String(received),
  'cs(Host)': ({ distribution }) => distribution.domainName,
  'cs(User-Agent)': asked('user-agent'),
  'cs(Referer)': asked('referer'),
  'cs(Cookie)': asked('cookie'),
  'sc-status': ({ status }) => String(status).padStart(3, '0'),
  'sc-bytes': ({ sent }) => String(sent),
  'sc-content-type': (served) => encoded(header(served, 'content-type')),
  'sc-content-len': (served) => header(served, 'content-length'),
  'sc-range-start': (served) => rangeOf(served, 1),
  'sc-range-end': (served) => rangeOf(served, 2),
  'time-taken': ({ startedAt, endedAt }) => seconds(startedAt, endedAt),
  'time-to-first-byte': ({ startedAt, firstByteAt }) => seconds(startedAt, firstByteAt),
  'ssl-protocol': () => nothing,
  'ssl-cipher': () => nothing,
  'fle-status': () => nothing,
  'fle-encrypted-fields': () => nothing,
};

/** Returns the name of a field's column in Parquet. */
export const columnOf = (field: string) =>
  field
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replace(/_$/, '')
    .toLowerCase();
