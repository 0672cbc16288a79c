import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Firewall } from '../../wafv2';
import type { Directory } from '../directory';
import { blockOfPage } from '../firewall';
import { type AccountPage, showAccountPage, useAccountPage } from './account';
import { loginRoot, loginUrl } from './address';
import { AuthorizationCodes } from './authorization-codes';
import { RefusedRequest } from './authorization-request';
import { endBrowserSession } from './browser-session';
import { clientOf, OAuthError, PageError, redirect, type Visit } from './http';
import { authorize, login, showLogin } from './login';
import { showPage } from './pages';
import { revoke, token } from './token';
import { userInfo } from './user-info';

type Endpoint = (visit: Visit, codes: AuthorizationCodes) => Promise<void> | void;

const account = (name: AccountPage): Record<string, Endpoint> => ({
  [`GET /${name}`]: (visit) => showAccountPage(visit, name),
  [`POST /${name}`]: (visit) => useAccountPage(visit, name),
});

/** https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-userpools-server-contract-reference.html */
const endpoints: Readonly<Record<string, Endpoint>> = {
  'GET /oauth2/authorize': authorize,
  'GET /login': (visit) => showLogin(visit),
  'POST /login': login,
  'GET /logout': logout,
  'POST /oauth2/token': token,
  'POST /oauth2/revoke': revoke,
  'GET /oauth2/userInfo': userInfo,
  'POST /oauth2/userInfo': userInfo,
  ...account('signup'),
  ...account('confirm'),
  ...account('forgotPassword'),
  ...account('confirmForgotPassword'),
};

/** The endpoints that scripts of the app's page may call. Browsers navigate to the pages instead. */
const open = /^\/oauth2\/(token|revoke|userInfo)$/;

/** Serves the domains of managed login, behind the web ACL of their pool. Returns false for all other requests. */
export function managedLogin(directory: Directory, firewall?: Firewall) {
  const codes = new AuthorizationCodes(directory.kernel);
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
    if (!path.startsWith(loginRoot)) return false;
    const [domain = '', ...rest] = path.slice(loginRoot.length).split('/');
    const pool = directory.pools.byDomain(domain);
    if (!pool) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end(`The domain ${domain} does not exist.\n`);
      return true;
    }
    const base = loginUrl(directory.kernel, domain);
    const visit: Visit = { directory, pool, base, request, response, query: new URLSearchParams(query) };
    const page = `/${rest.join('/')}`;
    const blocked = firewall && blockOfPage(firewall, visit, page);
    if (blocked) response.writeHead(blocked.status, blocked.headers).end(blocked.body);
    else void answer(visit, page, codes);
    return true;
  };
}

async function answer(visit: Visit, path: string, codes: AuthorizationCodes): Promise<void> {
  const { request, response, directory } = visit;
  const isOpen = open.test(path);
  if (isOpen) response.setHeader('vary', 'Origin');
  const { origin } = request.headers;
  if (isOpen && origin === directory.kernel.address('web')) {
    response.setHeader('access-control-allow-origin', origin);
  }
  if (request.method === 'OPTIONS' && isOpen) {
    const headers = { 'access-control-allow-methods': 'GET, POST', 'access-control-allow-headers': 'authorization' };
    response.writeHead(204, headers).end();
    return;
  }
  try {
    const endpoint = endpoints[`${request.method} ${path}`];
    if (!endpoint) throw new PageError(404, 'This page does not exist.');
    await endpoint(visit, codes);
  } catch (error) {
    if (error instanceof RefusedRequest) return redirect(visit, error.location);
    if (error instanceof PageError)
      return showPage(visit, error.status, { title: 'The request failed', error: error.message });
    if (error instanceof OAuthError) return refuse(visit, error);
    directory.kernel.log('cognito-idp', `${request.method} ${path} failed: ${(error as Error).message}`);
    showPage(visit, 500, { title: 'Something went wrong', error: 'See the runtime’s log for details.' });
  }
}

function refuse({ response }: Visit, { code, description, status }: OAuthError): void {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  if (status === 401) headers['www-authenticate'] = `${code === 'invalid_client' ? 'Basic' : 'Bearer'} error="${code}"`;
  response.writeHead(status, headers).end(JSON.stringify({ error: code, error_description: description }));
}

/** `GET /logout`: forgets the user of this browser, and redirects to an address that the client has registered. */
function logout(visit: Visit): void {
  const { query, base } = visit;
  const client = clientOf(visit, query.get('client_id') ?? undefined);
  const logoutUri = query.get('logout_uri');
  if (logoutUri === null) {
    endBrowserSession(visit);
    redirect(visit, `${base}/login?${query}`);
    return;
  }
  if (!client.oauth.logoutUrls.includes(logoutUri)) {
    throw new PageError(400, 'The redirect address is not registered for this application.');
  }
  endBrowserSession(visit);
  redirect(visit, logoutUri);
}
