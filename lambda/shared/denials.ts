import { count } from './count';
import { log } from './log';

/**
 * What services call a call that the caller's permissions do not allow; S3, SQS and STS without `Exception`, MediaConvert
 * `ForbiddenException`, SNS `AuthorizationErrorException`, and several have a name of their own for the key's refusal.
 * By name, since bundles have no classes of errors.
 */
const names =
  /^(AccessDenied|KMS\.?AccessDenied|Forbidden|NotAuthorized|Unauthorized(Operation|Access)?|Authorization(Error)?)(Error|Exception)?$/i;

/** Refused with 403 too, but for the credentials themselves, which is another fault. */
const credentials = /Signature|Token|Skewed|Expired|AccessKey|UnrecognizedClient/;

/** Whether a call failed because its caller may not make it. */
export function isDenial(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, $metadata } = error as Error & { readonly $metadata?: { readonly httpStatusCode?: number } };
  // S3 answers HEAD without a body, so without a name.
  return names.test(name) || ($metadata?.httpStatusCode === 403 && !credentials.test(name));
}

/**
 * Whether the reason that a service gives for a job or query of its own speaks of permissions: Athena's, Transcribe's and
 * MediaConvert's words for what S3, Glue or KMS did not let them do. There is no code for it.
 */
export function speaksOfDenial(reason: string | undefined): boolean {
  return /access ?denied|not authorized|insufficient permission|permission to|can't be accessed|forbidden|status code: 403/i.test(
    reason ?? '',
  );
}

/**
 * Counts `AccessDenied`, by the SDK's names of the service and the operation. A denial is never a normal outcome: it is
 * a grant that is missing, however well the request at hand does without.
 */
export function countDenial(service: string, operation: string, reason: unknown): void {
  count('AccessDenied', { Service: service, Operation: operation });
  log.error('Access denied', { service, operation, error: reason });
}

interface Context {
  readonly clientName?: string;
  readonly commandName?: string;
}

type Handler = (call: never) => Promise<unknown>;

interface Client {
  readonly middlewareStack: {
    // biome-ignore lint/suspicious/noExplicitAny: each client has types of its own for its commands
    add(middleware: any, options: { step: 'initialize'; name: string; priority: 'high' }): void;
  };
}

/**
 * Every client of the SDK is made through this: a call that is denied is counted, once however often the client tried,
 * and then fails as it would have.
 */
export function watched<C extends Client>(client: C): C {
  client.middlewareStack.add(
    (next: Handler, { clientName = '', commandName = '' }: Context): Handler =>
      async (call) => {
        try {
          return await next(call);
        } catch (error) {
          if (isDenial(error))
            countDenial(clientName.replace(/Client$/, ''), commandName.replace(/Command$/, ''), error);
          throw error;
        }
      },
    { step: 'initialize', name: 'countDenials', priority: 'high' },
  );
  return client;
}
