/** `remove` deletes a folder. @default with some retries */
export function removeAbandoned(outside: string, remove?: (folder: string) => void): void;
