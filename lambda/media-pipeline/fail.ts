import type { Asset } from '../shared/assets';
import type { FailInput, Run } from './messages';

export interface Reason {
  /** The error's name, for programs. */
  readonly code: string;
  /** A sentence for the film's creator. */
  readonly message: string;
}

type RunOf = Pick<Run, 'assetId' | 'run'>;

export interface Assets {
  /** Answers the record before; nothing when the run is not the asset's any more, or was published. */
  fail(run: RunOf, reason: Reason): Promise<Asset | undefined>;
  noteAnnouncement(run: RunOf): Promise<void>;
}

export interface Announcements {
  announce(subject: string, message: object): Promise<void>;
}

/** Errors whose own message is written for the film's creator. */
const explained = new Set([
  'EmptySource',
  'SourceTooLarge',
  'NotMedia',
  'UnsupportedCodec',
  'TooSmall',
  'NoTracks',
  'TooLong',
  'Encrypted',
  'TranscodeFailed',
  'Truncated',
]);

const ours = 'Something went wrong on our side. The upload is kept: please try again.';

const others: Readonly<Record<string, string>> = {
  'States.Timeout': 'The film took too long to encode. The upload is kept: please try again.',
  TooManyRequestsException: 'Too many films are being encoded at this time. Please try again later.',
  NotFoundException: 'The uploaded file is not there any more. Please upload it again.',
};

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

export function reasonFor({ error, cause }: Pick<FailInput, 'error' | 'cause'>): Reason {
  const told = explained.has(error) ? messageIn(cause) : undefined;
  return { code: error, message: told ?? others[error] ?? ours };
}

/**
 * Marks the run's asset as failed and tells the operators, once. Answers the reason, whether or not it was of
 * consequence: a published asset stays published, and a run that was overtaken has no say.
 */
export async function fail(
  input: FailInput,
  { assets, announcements }: { readonly assets: Assets; readonly announcements: Announcements },
): Promise<Reason & { readonly applied: boolean }> {
  const reason = reasonFor(input);
  const asset = await assets.fail(input, reason);
  if (!asset) return { ...reason, applied: false };
  if (asset.failureAnnounced !== input.run) {
    const { assetId, run, error, cause } = input;
    const details = { assetId, run, title: asset.title, ownerId: asset.ownerId, ...reason, error, cause };
    await announcements.announce(`OmniStream: asset ${assetId} failed (${reason.code})`, details);
    await assets.noteAnnouncement(input);
  }
  return { ...reason, applied: true };
}
