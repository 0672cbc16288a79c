import { randomBytes, timingSafeEqual } from 'node:crypto';
import { ServiceError } from '../../../kernel/service';
import { secondFactor } from '../operations/second-factor';
import { readSession } from '../sessions';
import { respondTo, type Step, signInByPassword } from '../sign-in';
import type { AuthorizationCodes } from './authorization-codes';
import { type AuthorizationRequest, RefusedRequest, readRequest, responseAddress } from './authorization-request';
import { browserUser, openBrowserSession } from './browser-session';
import { OAuthError, PageError, readCookie, readForm, redirect, setCookie, type Visit } from './http';
import { type Field, type Page, showPage } from './pages';

const csrf = 'XSRF-TOKEN';

/**
 * `GET /oauth2/authorize`: redirects to the application if the user has signed in here, otherwise to the sign-in page.
 */
export function authorize(visit: Visit, codes: AuthorizationCodes): void {
  const request = readRequest(visit);
  const user = request.prompt === 'login' ? undefined : browserUser(visit);
  if (user) redirectWithCode(visit, codes, request, user.username);
  else if (request.prompt === 'none') {
    throw new RefusedRequest(
      new OAuthError('login_required', 'The user is not signed in'),
      request.redirectUri,
      request.state,
    );
  } else redirect(visit, `${visit.base}/login?${visit.query}`);
}

function redirectWithCode(
  visit: Visit,
  codes: AuthorizationCodes,
  request: AuthorizationRequest,
  username: string,
): void {
  const code = codes.issue(request, username);
  redirect(visit, responseAddress(request.redirectUri, { code, state: request.state }));
}

/** Shows a form with a token that proves that it comes from this page. */
export function showForm(visit: Visit, request: AuthorizationRequest, page: Page, form: FormParts): void {
  const token = readCookie(visit, csrf) ?? randomBytes(32).toString('base64url');
  setCookie(visit, csrf, token);
  const action = form.action ?? `${visit.base}/login?${visit.query}`;
  const hidden = { ...form.hidden, _csrf: token };
  showPage(visit, 200, { ...page, leadsTo: request.redirectUri, form: { ...form, action, hidden } });
}

interface FormParts {
  readonly fields: readonly Field[];
  readonly submit: string;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly action?: string;
}

/** Reads a form that this page made. Throws {@link PageError} if another site made it. */
export async function readOwnForm(visit: Visit): Promise<URLSearchParams> {
  const { origin } = visit.request.headers;
  const form = await readForm(visit.request);
  const given = Buffer.from(form.get('_csrf') ?? '');
  const expected = Buffer.from(readCookie(visit, csrf) ?? '');
  const same = expected.length > 0 && given.length === expected.length && timingSafeEqual(given, expected);
  if (!same || (origin !== undefined && origin !== new URL(visit.base).origin)) {
    throw new PageError(403, 'The form does not belong to this session. Go back and try again.');
  }
  return form;
}

const password: Field = { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' };
const oneTimeCode: Field = { name: 'code', label: 'Code', autocomplete: 'one-time-code', digits: true };

/** `GET /login` */
export function showLogin(visit: Visit, request = readRequest(visit), error?: string, name = ''): void {
  const { base, query, pool } = visit;
  const signUp = { href: `${base}/signup?${query}`, text: 'Create an account' };
  const links = [
    { href: `${base}/forgotPassword?${query}`, text: 'Forgot your password?' },
    ...(pool.adminCreateUserOnly ? [] : [signUp]),
  ];
  const email: Field = { name: 'username', label: 'E-mail', type: 'email', autocomplete: 'username', value: name };
  showForm(visit, request, { title: 'Sign in', error, links }, { fields: [email, password], submit: 'Sign in' });
}

/** `POST /login`: a password, or the response to a challenge. */
export async function login(visit: Visit, codes: AuthorizationCodes): Promise<void> {
  const { directory, pool } = visit;
  const request = readRequest(visit);
  const form = await readOwnForm(visit);
  const demand = form.get('demand') ?? undefined;
  const session = form.get('session') ?? '';
  try {
    const step = demand
      ? await answerChallenge(visit, request, demand, session, form)
      : await signInByPassword(directory, pool, request.client, form.get('username') ?? '', form.get('password') ?? '');
    if ('challenge' in step)
      return await showDemand(visit, request, step.challenge.ChallengeName, step.challenge.Session);
    openBrowserSession(visit, step.user);
    redirectWithCode(visit, codes, request, step.user.username);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const correctable = [
      ...['CodeMismatchException', 'ExpiredCodeException', 'EnableSoftwareTokenMFAException'],
      'InvalidPasswordException',
    ];
    if (demand && correctable.includes(error.name)) return showDemand(visit, request, demand, session, error.message);
    if (error.name === 'UserNotConfirmedException') {
      return redirect(
        visit,
        `${visit.base}/confirm?${visit.query}&username=${encodeURIComponent(form.get('username') ?? '')}`,
      );
    }
    showLogin(visit, request, error.message, form.get('username') ?? '');
  }
}

async function answerChallenge(
  visit: Visit,
  { client }: AuthorizationRequest,
  demand: string,
  session: string,
  form: URLSearchParams,
): Promise<Step> {
  const { directory, pool } = visit;
  const code = (form.get('code') ?? '').replaceAll(' ', '');
  if (demand === 'MFA_SETUP') {
    const verified = await secondFactor(directory).VerifySoftwareToken({ Session: session, UserCode: code });
    return respondTo(directory, pool, client, demand, verified.Session ?? '', {});
  }
  const responses: Record<string, string> =
    demand === 'NEW_PASSWORD_REQUIRED'
      ? { NEW_PASSWORD: form.get('new-password') ?? '' }
      : { SOFTWARE_TOKEN_MFA_CODE: code };
  return respondTo(directory, pool, client, demand, session, responses);
}

/** Shows the page of a challenge after the password. */
async function showDemand(visit: Visit, request: AuthorizationRequest, demand: string, session = '', error?: string) {
  const hidden = { demand, session };
  if (demand === 'NEW_PASSWORD_REQUIRED') {
    const label = 'New password';
    const field: Field = { name: 'new-password', label, type: 'password', autocomplete: 'new-password' };
    const text = 'Your password is temporary. Choose a new one.';
    return showForm(visit, request, { title: label, text, error }, { fields: [field], submit: 'Go on', hidden });
  }
  if (demand === 'SOFTWARE_TOKEN_MFA') {
    const text = 'Enter the code from your authenticator app.';
    const page = { title: 'Second factor', text, error };
    return showForm(visit, request, page, { fields: [oneTimeCode], submit: 'Go on', hidden });
  }
  const { pending } = readSession(visit.directory, visit.pool, request.client.id, session, 'MFA_SETUP');
  // After a wrong code the key stays the same, because the app has it already.
  const { SecretCode: key, Session: next } = pending.offeredSecret
    ? { SecretCode: pending.offeredSecret, Session: session }
    : await secondFactor(visit.directory).AssociateSoftwareToken({ Session: session });
  const text = `Enter the key ${key} in an authenticator app, then enter the code that the app shows.`;
  const page = { title: 'Set up a second factor', text, error };
  const offered = { demand, session: next ?? '' };
  showForm(visit, request, page, { fields: [oneTimeCode], submit: 'Go on', hidden: offered });
}
