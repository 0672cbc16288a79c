/** dynalite's own form of a request: base64 for bytes, and parsed expressions beside their text. */
export type Prepared = Record<string, unknown>;
