import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { drainAfter } from './drain';

/** The requests that a port accepts. */
export interface DoorRules {
  /** The origin of the app's page, which is the only other origin whose scripts may use the port. */
  readonly pageOrigin: () => string;
  /** Names in addition to the loopback ones, with or without the port. */
  readonly names: () => Iterable<string>;
  /**
   * Whether scripts of any origin may send requests that change nothing. True for ports whose responses say themselves
   * which scripts may read them, such as those of a distribution.
   */
  readonly isPublic: boolean;
}

const loopbackNames = ['127.0.0.1', 'localhost'];
/** Source: RFC 9110, section 9.2.1. */
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

interface Refusal {
  readonly status: 403 | 421;
  readonly name: 'ForeignHost' | 'ForeignOrigin';
  readonly message: string;
}

/**
 * Refuses requests of web pages that do not belong to the laptop, before anything else reads them. A loopback port can be
 * reached by every page that a browser on this machine shows:
 * - A page whose DNS name changes to 127.0.0.1 (DNS rebinding) has the port's origin for the browser, but the request still
 *   contains the page's name. The response is 421 `ForeignHost`.
 * - A page of another origin can send a request without a preflight, and the operation runs although the page cannot read the
 *   response. The response is 403 `ForeignOrigin`.
 *
 * Programs other than browsers send neither `Origin` nor `Sec-Fetch-Site`, and pass.
 */
export function guarded(listener: RequestListener, rules: DoorRules): RequestListener {
  return (request, response) => {
    drainAfter(request, response);
    const refusal = foreignHost(request, rules) ?? foreignOrigin(request, rules);
    if (refusal) refuse(response, refusal);
    else listener(request, response);
  };
}

function foreignHost({ headers, socket }: IncomingMessage, { names }: DoorRules): Refusal | undefined {
  const port = socket.localPort ?? 0;
  const host = headers.host?.toLowerCase() ?? '';
  const [, name = '', stated] = /^([^:]*)(?::(\d+))?$/.exec(host) ?? [];
  // Browsers omit HTTP's own port.
  if (loopbackNames.includes(name) && Number(stated ?? 80) === port) return undefined;
  if (name && [...names()].includes(name) && (stated === undefined || Number(stated) === port)) return undefined;
  const message = `This port does not serve the host '${host.slice(0, 255)}'. Use http://127.0.0.1:${port}.`;
  return { status: 421, name: 'ForeignHost', message };
}

function foreignOrigin({ headers, method = 'GET' }: IncomingMessage, rules: DoorRules): Refusal | undefined {
  const { origin, host } = headers;
  if (rules.isPublic && safeMethods.includes(method)) return undefined;
  // Elements such as images send no Origin. Links and redirects are visits of a person, and pass.
  const isElement = headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] !== 'navigate';
  const isForeign = origin === undefined ? isElement : origin !== rules.pageOrigin() && origin !== `http://${host}`;
  if (!isForeign) return undefined;
  const from = origin === undefined ? 'another site' : `'${origin.slice(0, 255)}'`;
  const message = `Pages of ${from} may not use this port. Only the page at ${rules.pageOrigin()} may.`;
  return { status: 403, name: 'ForeignOrigin', message };
}

/** JSON with the members that the SDKs read, so that a client with a wrong endpoint reports the name. */
function refuse(response: ServerResponse, { status, name, message }: Refusal): void {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': name, 'cache-control': 'no-store' };
  response.writeHead(status, headers).end(JSON.stringify({ __type: name, message }));
}
