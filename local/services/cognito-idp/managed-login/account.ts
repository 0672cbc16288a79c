import { ServiceError } from '../../../kernel/service';
import { ownAccount } from '../operations/own-account';
import { signUp } from '../operations/sign-up';
import { type AuthorizationRequest, readRequest } from './authorization-request';
import { redirect, type Visit } from './http';
import { readOwnForm, showForm } from './login';
import type { Field } from './pages';

/** The pages of users who cannot sign in yet. */
export type AccountPage = 'signup' | 'confirm' | 'forgotPassword' | 'confirmForgotPassword';

interface Description {
  readonly title: string;
  readonly text?: string;
  readonly fields: (username: string) => readonly Field[];
  readonly submit: string;
  /** Carries out the form, and returns the page that follows. */
  run(visit: Visit, request: AuthorizationRequest, form: URLSearchParams): Promise<string>;
  /** Errors that would reveal whether a user exists. After them, the page that follows is the same as after success. */
  readonly silent: readonly string[];
  readonly next: string;
}

const email = (value: string): Field => ({
  name: 'username',
  label: 'E-mail',
  type: 'email',
  autocomplete: 'username',
  value,
});
const newPassword: Field = { name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password' };
const code: Field = { name: 'code', label: 'Code', autocomplete: 'one-time-code', digits: true };

const credentials = ({ client }: AuthorizationRequest, form: URLSearchParams) => ({
  ClientId: client.id,
  Username: form.get('username') ?? '',
  Password: form.get('password') ?? '',
  ConfirmationCode: (form.get('code') ?? '').trim(),
});

const pages: Readonly<Record<AccountPage, Description>> = {
  signup: {
    title: 'Create an account',
    fields: (username) => [email(username), newPassword],
    submit: 'Sign up',
    silent: ['UsernameExistsException'],
    next: 'confirm',
    async run({ directory }, request, form) {
      await signUp(directory).SignUp(credentials(request, form));
      return 'confirm';
    },
  },
  confirm: {
    title: 'Confirm your e-mail address',
    text: 'If no account exists for this address, we have sent it a code.',
    fields: (username) => [email(username), code],
    submit: 'Confirm',
    silent: [],
    next: 'login',
    async run({ directory }, request, form) {
      signUp(directory).ConfirmSignUp(credentials(request, form));
      return 'login';
    },
  },
  forgotPassword: {
    title: 'Forgot your password',
    fields: (username) => [email(username)],
    submit: 'Send a code',
    silent: ['NotAuthorizedException', 'InvalidParameterException'],
    next: 'confirmForgotPassword',
    async run({ directory }, request, form) {
      ownAccount(directory).ForgotPassword(credentials(request, form));
      return 'confirmForgotPassword';
    },
  },
  confirmForgotPassword: {
    title: 'New password',
    text: 'If an account exists for this address, we have sent it a code.',
    fields: (username) => [email(username), code, newPassword],
    submit: 'Change password',
    silent: [],
    next: 'login',
    async run({ directory }, request, form) {
      await ownAccount(directory).ConfirmForgotPassword(credentials(request, form));
      return 'login';
    },
  },
};

/** Errors about the form's values. All other errors could reveal who has an account. */
const correctable = ['InvalidPasswordException', 'InvalidParameterException'];

export function showAccountPage(visit: Visit, name: AccountPage, error?: string, username = ''): void {
  const { title, text, fields, submit } = pages[name];
  const { base, query } = visit;
  const given = username || (query.get('username') ?? '');
  const links = [{ href: `${base}/login?${query}`, text: 'Sign in' }];
  const action = `${base}/${name}?${query}`;
  showForm(visit, readRequest(visit), { title, text, error, links }, { fields: fields(given), submit, action });
}

export async function useAccountPage(visit: Visit, name: AccountPage): Promise<void> {
  const page = pages[name];
  const request = readRequest(visit);
  const form = await readOwnForm(visit);
  const username = form.get('username') ?? '';
  const go = (next: string) => {
    const query = new URLSearchParams(visit.query);
    if (next !== 'login') query.set('username', username);
    else query.delete('username');
    redirect(visit, `${visit.base}/${next}?${query}`);
  };
  try {
    go(await page.run(visit, request, form));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (page.silent.includes(error.name)) return go(page.next);
    const message = correctable.includes(error.name)
      ? error.message
      : 'The request failed. Check your entries and try again.';
    showAccountPage(visit, name, message, username);
  }
}
