/**
 * The reason why an allowance is kept that no journey on the laptop used:
 * - `aws`: only AWS makes the call, on its own servers or before it accepts a request.
 * - `rare`: a path that no journey takes, such as a failure or maintenance. A separate test covers it.
 * - `cdk`: CDK adds it to a used grant, and it grants nothing more.
 * - `stage`: no journey runs a stage with it.
 */
export type Ground = 'aws' | 'rare' | 'cdk' | 'stage';

/** Allowances that are kept without evidence. `*` in the patterns matches any text. */
export interface Kept {
  /** Holders: `MediaPipeline/EncoderRole`, `*Role`, `transcribe.amazonaws.com`. */
  readonly holder: string | readonly string[];
  /** Actions. @default - any; with `resource` only, resources of statements whose actions were used */
  readonly action?: string | readonly string[];
  /** Resources, of which one must match. @default - any */
  readonly resource?: string | readonly string[];
  /** The policy with the statement: `Replica/*`. @default - any */
  readonly policy?: string | readonly string[];
  /** The conditions. @default - any */
  readonly when?: string;
  readonly ground: Ground;
  /** One or two sentences; with the source for a statement about AWS. */
  readonly reason: string;
  /** The test of the path: its file and a part of the file's text. Required for `rare`. */
  readonly test?: { readonly file: string; readonly text: string };
}
