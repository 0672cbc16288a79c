import { type RefusalCode, reasonOf, type SpeechFailureCode } from './reasons';

/**
 * The film itself is at fault, so another attempt is of no use. The error's name reaches the state machine. It is set
 * by hand because minifying renames classes. The message is for the film's creator.
 */
export class Refusal extends Error {
  constructor(code: RefusalCode, message?: string) {
    super(reasonOf(code, message).message);
    this.name = code;
  }
}

/**
 * A language, or all speech, cannot be made; another attempt at once is of no use. The error's name reaches the state
 * machine. It is set by hand because minifying renames classes. The message is for the film's creator.
 */
export class SpeechFailure extends Error {
  constructor(code: SpeechFailureCode, message?: string) {
    super(reasonOf(code, message).message);
    this.name = code;
  }
}

/** A later source or attempt of the asset has replaced the caller's run. */
export class Superseded extends Error {
  override readonly name = 'Superseded';

  constructor() {
    super('a later source or attempt has replaced this run');
  }
}

/** Whether an SDK call failed by an exception of this name. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
