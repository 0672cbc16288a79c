/** One reason why a request body or parameter was refused. */
export interface Fault {
  /** JSON pointer into the body as a URI fragment, `#/size`; `#` is the whole body. */
  readonly pointer: string;
  readonly detail: string;
}

/**
 * A refusal that the caller is told about, as RFC 9457 problem details. Thrown by handlers and rules.
 * `name` is the last part of the problem's `type` (`urn:omnistream:problem:{name}`): callers tell problems apart by it.
 */
export class Problem extends Error {
  override readonly name: string;

  constructor(
    readonly status: number,
    name: string,
    readonly title: string,
    readonly detail?: string,
    /** Further members of the problem document. */
    readonly members: Readonly<Record<string, unknown>> = {},
    /** Further headers of the answer. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail ?? title);
    this.name = name;
  }

  /** The document; `instance` is the request's id, by which the log is searched. */
  document(instance: string): Record<string, unknown> {
    const { status, title, detail, members } = this;
    return { type: `urn:omnistream:problem:${this.name}`, title, status, detail, instance, ...members };
  }
}

export function invalid(errors: readonly Fault[]): Problem {
  const detail = errors.map((fault) => `${fault.pointer}: ${fault.detail}`).join('; ');
  return new Problem(400, 'invalid-request', 'The request is not valid', detail, { errors });
}

export function notFound(what: 'asset' | 'upload' | 'route', id: string): Problem {
  return new Problem(
    404,
    `${what}-not-found`,
    `No such ${what}`,
    `There is no ${what} ${id}, or it is not yours to see.`,
  );
}
