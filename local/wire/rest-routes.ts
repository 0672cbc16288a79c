import type { WireRequest } from './protocol';
import type { OperationShape, ServiceShape } from './schema';

/** Where a member of a REST request or response travels; as in Smithy's HTTP binding traits. */
export interface HttpBinding {
  readonly httpLabel?: unknown;
  readonly httpQuery?: string;
  readonly httpQueryParams?: unknown;
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpPayload?: unknown;
  readonly httpResponseCode?: unknown;
}

interface Route {
  readonly operation: OperationShape;
  readonly method: string;
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  /** Query parameters that the route's own text fixes. */
  readonly fixed: readonly (readonly [string, string])[];
  /** Query parameters and headers without which the operation would be another one. */
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
  /** Literal characters in the path: the more, the more particular the route. */
  readonly literal: number;
}

export interface RestRoutes {
  find(request: WireRequest): string | undefined;
  labels(operation: string, request: WireRequest): Record<string, string>;
}

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function compile(operation: OperationShape, bucketInPath: boolean): Route | undefined {
  if (!operation.http) return undefined;
  const [method, target] = operation.http;
  const [path = '/', queryText = ''] = target.split('?');
  const inputs = operation.input.isStructSchema() ? [...operation.input.structIterator()] : [];
  // S3's own model leaves the bucket to the host name; on a loopback address it is the first part of the path.
  const full = bucketInPath && inputs.some(([name]) => name === 'Bucket') ? `/{Bucket}${path}` : path;
  const labels: string[] = [];
  const source = full
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return escapeRegExp(part);
      const greedy = part.endsWith('+}');
      labels.push(part.slice(1, greedy ? -2 : -1));
      return greedy ? '(.+)' : '([^/]+)';
    })
    .join('');
  const required = inputs
    .filter(([name]) => operation.required.includes(name))
    .map(([, member]) => member.getMergedTraits() as HttpBinding);
  return {
    operation,
    method,
    pattern: new RegExp(`^${source}${source.endsWith('/') ? '?' : '/?'}$`),
    labels,
    fixed: [...new URLSearchParams(queryText)].filter(([key]) => key !== 'x-id'),
    requiredQuery: required.flatMap(({ httpQuery }) => httpQuery ?? []),
    requiredHeaders: required.flatMap(({ httpHeader }) => httpHeader?.toLowerCase() ?? []),
    literal: full.replace(/\{[^}]+\}/g, '').length,
  };
}

/** Finds operations by method, path, query and the headers that tell twins (`PutObject`, `CopyObject`) apart. */
export function restRoutes({ operations }: ServiceShape, bucketInPath: boolean): RestRoutes {
  const routes = [...operations.values()].flatMap((operation) => compile(operation, bucketInPath) ?? []);
  const byName = new Map(routes.map((route) => [route.operation.name, route]));
  const weight = (route: Route) =>
    route.literal + 100 * (route.fixed.length + route.requiredQuery.length + route.requiredHeaders.length);
  const isComplete = (route: Route, { url, headers }: WireRequest) =>
    route.requiredQuery.every((key) => url.searchParams.has(key)) &&
    route.requiredHeaders.every((header) => headers[header] !== undefined);

  return {
    find(request) {
      const { method, url } = request;
      const matches = routes.filter(
        (route) =>
          route.method === method &&
          route.pattern.test(url.pathname) &&
          route.fixed.every(
            ([key, value]) => url.searchParams.has(key) && (!value || url.searchParams.get(key) === value),
          ),
      );
      // A request for `?inventory` that lacks its `id` is that operation, incomplete, and not one on the bucket itself.
      const particular = Math.max(0, ...matches.map(({ fixed }) => fixed.length));
      const complete = matches.filter((route) => isComplete(route, request));
      const closest = complete.filter(({ fixed }) => fixed.length === particular);
      const candidates = closest.length || !particular ? closest : matches.filter(({ fixed }) => fixed.length > 0);
      const best = candidates.sort((a, b) => weight(b) - weight(a))[0];
      const hinted = complete.find((route) => route.operation.name === url.searchParams.get('x-id'));
      // `x-id` names PutObject for a presigned form only; a header that makes it a copy weighs more.
      return (hinted && best && weight(best) > weight(hinted) ? best : (hinted ?? best))?.operation.name;
    },
    labels(operation, { url }) {
      const route = byName.get(operation);
      const match = route?.pattern.exec(url.pathname);
      return Object.fromEntries(route?.labels.map((label, index) => [label, match?.[index + 1] ?? '']) ?? []);
    },
  };
}
