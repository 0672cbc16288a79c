/** An error that ends the command with a message for the user; `code` identifies it for programs. */
export class Failure extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** Exit status: 1 failure, 2 invalid command line. */
    readonly exitStatus: 1 | 2 = 1,
  ) {
    super(message);
    this.name = 'Failure';
  }
}

/** An error response of the API. */
export class ApiFailure extends Failure {
  constructor(
    readonly status: number,
    code: string,
    message: string,
    /** The whole problem document. */
    readonly problem: Readonly<Record<string, unknown>> = {},
  ) {
    super(code, message);
    this.name = 'ApiFailure';
  }
}

export function usage(message: string): Failure {
  return new Failure('usage', message, 2);
}
