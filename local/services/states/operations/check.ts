import { ServiceError } from '../../../kernel/service';
import { payloadLimit } from '../failure';

/** Throws `ValidationException` if a required member is absent or empty. */
export function required(value: string | undefined, member: string): string {
  if (value) return value;
  const why = 'Value null failed to satisfy constraint: Member must not be null';
  throw new ServiceError('ValidationException', `1 validation error detected: ${why} at '${member}'`);
}

/** Throws `InvalidArn`. */
export function arnOf(value: string | undefined, member: string, kind: 'stateMachine' | 'execution'): string {
  const arn = required(value, member);
  if (new RegExp(`^arn:aws[\\w-]*:states:[\\w-]+:\\d{12}:${kind}:.+`).test(arn)) return arn;
  throw new ServiceError('InvalidArn', `Invalid Arn: '${arn}'`);
}

/** Checks that the text is JSON within the payload limit. Throws an error named `errorName`. */
export function jsonText(text: string, errorName: string, what: string): string {
  if (Buffer.byteLength(text) > payloadLimit) {
    throw new ServiceError('ValidationException', `The ${what} exceeds the limit of ${payloadLimit} bytes`);
  }
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw new ServiceError(errorName, `Invalid ${what}: '${(error as Error).message}'`);
  }
}

/** Returns one page of `all`. A `maxResults` of 0 means `most`, as on AWS. Throws `InvalidToken`. */
export function page<T>(
  all: readonly T[],
  nextToken: string | undefined,
  maxResults: number | undefined,
  most: number,
): { items: T[]; nextToken?: string } {
  const from = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64url').toString());
  if (!Number.isInteger(from) || from < 0) throw new ServiceError('InvalidToken', `Invalid Token: '${nextToken}'`);
  const to = from + Math.min(maxResults || most, most);
  return {
    items: all.slice(from, to),
    ...(to < all.length && { nextToken: Buffer.from(String(to)).toString('base64url') }),
  };
}
