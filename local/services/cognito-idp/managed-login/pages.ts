import { randomBytes } from 'node:crypto';
import type { Visit } from './http';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: 'email' | 'password' | 'text';
  readonly autocomplete: string;
  /** Whether the field takes digits only, as for codes. */
  readonly digits?: boolean;
  readonly value?: string;
}

export interface Page {
  readonly title: string;
  readonly text?: string;
  readonly error?: string;
  /** The form, which is sent to its own page. */
  readonly form?: {
    readonly action: string;
    readonly fields: readonly Field[];
    readonly hidden: Readonly<Record<string, string>>;
    readonly submit: string;
  };
  readonly links?: readonly { readonly href: string; readonly text: string }[];
  /** The address to which the browser may be redirected after a successful form. */
  readonly leadsTo?: string;
}

const style = `
:root { color-scheme: dark light; font: 1rem/1.5 system-ui, sans-serif }
body { display: grid; place-items: center; min-height: 100vh; margin: 0 }
main { width: min(22rem, 90vw) }
form, label { display: grid; gap: .4rem }
form { gap: 1rem }
input, button { font: inherit; padding: .6rem .8rem; border-radius: .4rem; border: 1px solid #8888 }
button { cursor: pointer; background: #2563eb; color: #fff; border: 0 }
[role=alert] { color: #dc2626 }
nav { display: flex; gap: 1rem; margin-top: 1rem }
small { opacity: .7 }`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] as string);

const fieldHtml = ({ name, label, type = 'text', autocomplete, digits, value = '' }: Field) => `
      <label>${escaped(label)}
        <input name="${name}" type="${type}" autocomplete="${autocomplete}" value="${escaped(value)}"
          ${digits ? 'inputmode="numeric" pattern="[0-9]*"' : ''} required></label>`;

function formHtml({ action, fields, hidden, submit }: NonNullable<Page['form']>): string {
  const kept = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  return `<form method="post" action="${escaped(action)}">${kept.join('')}${fields.map(fieldHtml).join('')}
      <button type="submit">${escaped(submit)}</button></form>`;
}

/** Shows a page that can do nothing but send its own form. */
export function showPage({ response }: Visit, status: number, page: Page): void {
  const { title, text, error, form, links = [], leadsTo } = page;
  const nonce = randomBytes(16).toString('base64');
  const goal = leadsTo && URL.canParse(leadsTo) ? new URL(leadsTo) : undefined;
  // Browsers apply this directive to redirects of the form as well. Addresses of apps have a scheme and no origin.
  const formAction = goal ? ` ${goal.origin === 'null' ? goal.protocol : goal.origin}` : '';
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `form-action 'self'${formAction}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  const nav = links.map((link) => `<a href="${escaped(link.href)}">${escaped(link.text)}</a>`).join('');
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  response.end(`<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escaped(title)}</title><style nonce="${nonce}">${style}</style></head>
  <body>
    <main>
      <h1>${escaped(title)}</h1>
      ${text ? `<p>${escaped(text)}</p>` : ''}
      ${error ? `<p role="alert">${escaped(error)}</p>` : ''}
      ${form ? formHtml(form) : ''}
      ${nav ? `<nav>${nav}</nav>` : ''}
      <p><small>This page stands in for Cognito’s managed login.</small></p>
    </main>
  </body>
</html>
`);
}
