/** `remove` deletes a folder. @default with some retries */
export function removeAbandoned(outside: string, remove?: (folder: string) => void): void;

/** A folder in memory that a run fits into; `undefined` if there is none, or if `TMPDIR` is set. */
export function fastFolder(folder?: string, free?: number, least?: number): string | undefined;
