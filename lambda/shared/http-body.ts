import * as z from 'zod/mini';
import { type Fault, invalid, Problem } from './problem';

/** Default maximum of a request body, in bytes. API Gateway's own maximum is 10 MB. */
const maxBodyBytes = 64 * 1024;

interface RawBody {
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Parses the JSON body. Throws {@link Problem}: 415 (another media type), 413 (too large), 400 (invalid). */
export function readBody<S extends z.ZodMiniType>(event: RawBody, schema: S, most = maxBodyBytes): z.output<S> {
  // RFC 6839: any `+json` type is JSON too.
  const mediaType = event.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!/^application\/([\w.-]+\+)?json$/.test(mediaType)) {
    throw new Problem('not-json', `Send the Content-Type application/json; this request has '${mediaType}'.`);
  }
  const { body = '', isBase64Encoded } = event;
  const bytes = isBase64Encoded ? Buffer.from(body, 'base64') : undefined;
  if ((bytes?.length ?? Buffer.byteLength(body)) > most) {
    throw new Problem('body-too-large', `The request body may have at most ${most} bytes.`);
  }
  return check(parse(bytes ?? body), schema);
}

/** Checks a value against a schema. Throws {@link Problem} 400 with each fault and its place. */
export function check<S extends z.ZodMiniType>(value: unknown, schema: S): z.output<S> {
  const result = z.safeParse(schema, value, { reportInput: true });
  if (result.success) return result.data;
  throw invalid(result.error.issues.flatMap(faults));
}

/** The faults of a value, in one line. */
export function explained(issues: readonly z.core.$ZodIssue[]): string {
  return issues
    .flatMap(faults)
    .map(({ pointer: place, detail }) => `${place}: ${detail}`)
    .join('; ');
}

function parse(body: Buffer | string): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw invalid([{ pointer: '#', detail: 'is not JSON in UTF-8' }]);
  }
}

function faults(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointer([...issue.path, key]),
      detail: 'is not a member of this request',
    }));
  }
  return [{ pointer: pointer(issue.path), detail: words(issue) }];
}

/** Messages for the kinds of faults in use: zod/mini contains none, since they are most of zod's size. */
function words(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? `is missing or not a ${issue.expected}` : `must be a ${issue.expected}`;
    case 'too_small':
      return `must ${issue.origin === 'number' ? 'be' : 'have'} at least ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `must ${issue.origin === 'number' ? 'be' : 'have'} at most ${issue.maximum}${unit(issue.origin)}`;
    case 'custom':
      return issue.message;
    default:
      return 'is invalid';
  }
}

function unit(origin: string): string {
  return origin === 'string' ? ' characters' : origin === 'array' ? ' items' : '';
}

/** RFC 6901, section 6: as a URI fragment. Such a fragment cannot contain half of a character. */
function pointer(path: readonly PropertyKey[]): string {
  const steps = path.map((step) =>
    encodeURIComponent(wellFormed(String(step)).replaceAll('~', '~0').replaceAll('/', '~1')),
  );
  return ['#', ...steps].join('/');
}

function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}
