/** A browser without scripts: keeps cookies by path, follows nothing, and fills in the form of a page. */
export class Visitor {
  private readonly cookies = new Map<string, { readonly value: string; readonly path: string }>();
  /** The page that is looked at. */
  page = '';
  address = '';

  async go(address: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(address);
    const cookie = [...this.cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const response = await fetch(address, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = '', path = '/'] = /^([^=]+)=([^;]*).*?Path=([^;]+)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, { value, path });
    }
    this.address = address;
    this.page = await response.clone().text();
    return response;
  }

  /** Goes where redirects lead, up to an address that begins with `until`, which is not visited. */
  async follow(address: string, until: string): Promise<string> {
    for (let next = address, count = 0; count < 10; count++) {
      if (next.startsWith(until)) return next;
      const location = (await this.go(next)).headers.get('location');
      if (!location) return next;
      next = new URL(location, next).href;
    }
    throw new Error('redirected without end');
  }

  get form(): { action: string; hidden: Record<string, string> } {
    const action = /<form method="post" action="([^"]*)"/.exec(this.page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const hidden = [...this.page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    return { action, hidden: Object.fromEntries(hidden.map(([, name, value]) => [name, value])) };
  }

  get alert(): string | undefined {
    return /<p role="alert">([^<]*)</.exec(this.page)?.[1];
  }

  get title(): string | undefined {
    return /<h1>([^<]*)</.exec(this.page)?.[1];
  }

  /** Sends the page's form. Returns the address that it redirects to, or nothing if the response is another page. */
  async submit(fields: Record<string, string>, init: RequestInit = {}): Promise<string | undefined> {
    const { action, hidden } = this.form;
    const body = new URLSearchParams({ ...hidden, ...fields });
    const response = await this.go(action, { method: 'POST', body, ...init });
    return response.headers.get('location') ?? undefined;
  }
}
