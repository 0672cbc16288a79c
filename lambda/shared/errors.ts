/** Why a film is turned down or could not be made; the names that the workflow and the studio page know. */
export type RefusalCode =
  | 'EmptySource'
  | 'SourceTooLarge'
  | 'NotMedia'
  | 'UnsupportedCodec'
  | 'TooSmall'
  | 'NoTracks'
  | 'TooLong'
  | 'Encrypted'
  | 'TranscodeFailed'
  | 'Truncated';

/**
 * The film itself is at fault, so trying again is of no use. The name reaches the state machine as the error's name,
 * and is set by hand because minifying renames classes; the message is for the film's creator.
 */
export class Refusal extends Error {
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = code;
  }
}

/** Whether an SDK call failed by an exception of this name. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

export function assertNever(value: never): never {
  throw new Error(`not foreseen: ${JSON.stringify(value)}`);
}
