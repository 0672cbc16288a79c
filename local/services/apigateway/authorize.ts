import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Kernel } from '../../kernel/kernel';
import { apiArn, invoke } from './invoke';
import type { Lane } from './lane';
import type { Authorizer, HttpApi } from './model';

export type Verdict =
  | { readonly allowed: true; readonly context: Readonly<Record<string, unknown>> }
  | { readonly allowed: false; readonly status: 401 | 403 | 500 };

interface SimpleResponse {
  readonly isAuthorized?: boolean;
  readonly context?: Record<string, unknown>;
}

/** Lambda authorizers with simple responses, with a cache of their responses. */
export class Authorizers {
  private readonly cache = new Map<string, { verdict: Verdict; until: number }>();

  constructor(
    private readonly kernel: Kernel,
    private readonly lane: Lane,
  ) {}

  async ask(
    api: HttpApi,
    authorizer: Authorizer,
    event: APIGatewayProxyEventV2,
    signal: AbortSignal,
  ): Promise<Verdict> {
    const identity = authorizer.identityHeaders.map((name) => event.headers[name] ?? '');
    if (identity.some((value) => !value)) return { allowed: false, status: 401 };
    const key = JSON.stringify([api.id, authorizer.id, ...identity]);
    const cached = this.cache.get(key);
    if (cached && cached.until > this.kernel.now()) return cached.verdict;
    const verdict = await this.invoke(api, authorizer, event, identity, signal);
    if (authorizer.cacheSeconds > 0 && !(verdict.allowed === false && verdict.status === 500)) {
      if (this.cache.size > 1000) this.cache.clear();
      this.cache.set(key, { verdict, until: this.kernel.now() + authorizer.cacheSeconds * 1000 });
    }
    return verdict;
  }

  private async invoke(
    api: HttpApi,
    authorizer: Authorizer,
    event: APIGatewayProxyEventV2,
    identitySource: string[],
    signal: AbortSignal,
  ): Promise<Verdict> {
    const { kernel } = this;
    const { body: _body, isBase64Encoded: _coded, ...request } = event;
    const { method } = event.requestContext.http;
    const routeArn = `${apiArn(kernel, api)}/${event.requestContext.stage}/${method}${event.rawPath}`;
    const input = { ...request, type: 'REQUEST', routeArn, identitySource };
    const part = `/authorizers/${authorizer.id}`;
    const run = () => invoke(kernel, api, part, authorizer.functionArn, input, signal);
    const { text, failed } = await this.lane.run(run, signal);
    if (failed) {
      // An authorizer that throws 'Unauthorized' causes status 401; any other failure causes status 500.
      const unauthorized = (JSON.parse(text) as { errorMessage?: string }).errorMessage === 'Unauthorized';
      if (!unauthorized) kernel.log('apigateway', 'the authorizer failed', { error: text.slice(0, 500) });
      return { allowed: false, status: unauthorized ? 401 : 500 };
    }
    const { isAuthorized, context = {} } = (JSON.parse(text) ?? {}) as SimpleResponse;
    return isAuthorized === true ? { allowed: true, context } : { allowed: false, status: 403 };
  }
}
