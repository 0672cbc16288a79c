/** dynalite's form of a request: bytes as base64, and parsed expressions beside their text. */
export type Prepared = Record<string, unknown>;
