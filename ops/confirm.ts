import { createInterface } from 'node:readline/promises';
import { Failure } from './failure';

/** The texts of a command that asks before it changes something. */
export interface Question {
  /** `Nothing was deleted.` */
  readonly nothing: string;
  /** `delete all of this` */
  readonly deed: string;
  /** @default true - the change cannot be undone */
  readonly isFinal?: boolean;
}

/** Throws a `Failure` if `--confirm` names another stage, before anything is read. */
export function checkConfirmed(stage: string, given: string | undefined, nothing: string): void {
  if (given === undefined || given === stage) return;
  throw new Failure(`--confirm is '${given}', but the stage is '${stage}'. ${nothing}`, 2);
}

/** Asks for the stage's name. Throws a `Failure` without a terminal, and for any other word. */
export async function confirm(stage: string, { nothing, deed, isFinal = true }: Question): Promise<void> {
  if (!process.stdin.isTTY) throw new Failure(`${nothing} Add --confirm ${stage} to ${deed}.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const word = await terminal.question(`${isFinal ? 'This cannot be undone. ' : ''}Type the stage's name to ${deed}: `);
  terminal.close();
  if (word.trim() !== stage) throw new Failure(`That is not the stage's name. ${nothing}`);
}
