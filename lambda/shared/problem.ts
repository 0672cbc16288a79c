import { type ProblemKind, type ProblemName, problems } from './problems';

/** One reason why a request body or parameter was refused. */
export interface Fault {
  /** JSON pointer into the body as a URI fragment, `#/size`; `#` is the whole body. */
  readonly pointer: string;
  readonly detail: string;
}

export interface ProblemOptions {
  /** Further members of the problem document. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** @default - the status of the problem's kind */
  readonly status?: number;
  /** Seconds after which the same request may succeed. @default - that of the problem's kind, if it has one */
  readonly retryAfter?: number;
}

/** An error response of the API, as RFC 9457 problem details. Handlers and rules throw it. */
export class Problem extends Error {
  override readonly name: ProblemName;
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;
  private readonly retryAfter: number | undefined;

  /** @param detail what happened to this request and what the caller can do, in one or two sentences */
  constructor(
    name: ProblemName,
    readonly detail: string,
    { members = {}, status, retryAfter }: ProblemOptions = {},
  ) {
    super(detail);
    this.name = name;
    this.status = status ?? problems[name].status;
    this.members = members;
    const kind: ProblemKind = problems[name];
    this.retryAfter = retryAfter ?? kind.retryAfter;
  }

  /** Further headers of the response. */
  get headers(): Readonly<Record<string, string>> {
    return this.retryAfter === undefined ? {} : { 'retry-after': String(this.retryAfter) };
  }

  /** The document. `instance` is the request's id, which the log contains too. */
  document(instance: string): Record<string, unknown> {
    const { name, status, detail, members } = this;
    const { title } = problems[name];
    return { type: `urn:omnistream:problem:${name}`, title, status, detail, instance, ...members };
  }
}

export function invalid(errors: readonly Fault[]): Problem {
  const detail = errors.map((fault) => `${fault.pointer}: ${fault.detail}`).join('; ');
  return new Problem('invalid-request', detail, { members: { errors } });
}

/** The same for an asset that does not exist and for one that the caller may not see. */
export function notFound(what: 'asset' | 'upload' | 'route', id: string): Problem {
  return new Problem(`${what}-not-found`, `The ${what} ${id} does not exist, or you do not have access to it.`);
}
