/** Something that the user should know about, and that ends the command; `code` names it for programs. */
export class Failure extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** Exit status: 1 it did not work, 2 it was asked for in the wrong way. */
    readonly exitStatus: 1 | 2 = 1,
  ) {
    super(message);
    this.name = 'Failure';
  }
}

/** An answer of the API that says no. */
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
