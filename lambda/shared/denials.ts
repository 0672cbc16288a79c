import { count } from './count';
import { log } from './log';

/**
 * Names of the errors for missing permissions: S3, SQS and STS have them without `Exception`, MediaConvert has
 * `ForbiddenException`, SNS `AuthorizationErrorException`, and several have a name of their own for denials by KMS. The
 * names are compared because bundles do not contain the error classes.
 */
const names =
  /^(AccessDenied|KMS\.?AccessDenied|Forbidden|NotAuthorized|Unauthorized(Operation|Access)?|Authorization(Error)?)(Error|Exception)?$/i;

/** Names of errors that also have the status 403, but whose cause are invalid credentials. */
const credentials = /Signature|Token|Skewed|Expired|AccessKey|UnrecognizedClient/;

/** Whether a call failed because a permission is missing. */
export function isDenial(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, $metadata } = error as Error & { readonly $metadata?: { readonly httpStatusCode?: number } };
  // S3's response to HEAD has no body, and so no error name.
  return names.test(name) || ($metadata?.httpStatusCode === 403 && !credentials.test(name));
}

/**
 * Whether a service's reason for a failed job or query mentions permissions: it contains the words of Athena, Transcribe
 * or MediaConvert for denials by S3, Glue or KMS. There is no code for it.
 */
export function speaksOfDenial(reason: string | undefined): boolean {
  return /access ?denied|not authorized|insufficient permission|permission to|can't be accessed|forbidden|status code: 403/i.test(
    reason ?? '',
  );
}

/**
 * Counts `AccessDenied`, by the SDK's names of the service and the operation. A denial always means that a grant is
 * missing, even if the current request succeeds without the call.
 */
export function countDenial(service: string, operation: string, reason: unknown): void {
  count('AccessDenied', { Service: service, Operation: operation });
  log.error('Access denied', { deniedService: service, operation, error: reason });
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
 * Wraps every client of the SDK, so that denied calls are counted. A denied call is counted once, regardless of its
 * attempts, and then fails with its own error.
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
