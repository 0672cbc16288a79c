import type { Reason } from '../../shared/assets';
import { reasonForError } from '../../shared/reasons';

/** A Lambda's error arrives as the JSON of its type, message and stack; a task's failure as plain text. */
function messageIn(cause: string | undefined): string | undefined {
  if (!cause) return undefined;
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : undefined;
  } catch {
    return cause;
  }
}

/**
 * The reason for a failure in the workflow, for the asset's record: the error's name, and a text for the film's creator.
 * @param cause the cause as Step Functions passes it on
 */
export function reasonFor({ error, cause }: { readonly error: string; readonly cause?: string }): Reason {
  return reasonForError(error, messageIn(cause));
}
