/**
 * Why an allowance stays that no journey on the laptop has used:
 * - `aws`: only AWS makes the call, on its own servers or before it accepts a request.
 * - `rare`: a path that no journey takes, such as a failure or maintenance, which a test of its own shows.
 * - `cdk`: CDK writes it together with what is used, and it gives nothing more.
 * - `stage`: no journey runs a stage that has it.
 */
export type Ground = 'aws' | 'rare' | 'cdk' | 'stage';

/** Allowances that are kept without evidence. `*` in the patterns matches any text. */
export interface Kept {
  /** Holders: `MediaPipeline/EncoderRole`, `*Role`, `transcribe.amazonaws.com`. */
  readonly holder: string | readonly string[];
  /** Actions. @default - any; with `resource` alone, resources of statements whose actions are proven */
  readonly action?: string | readonly string[];
  /** Of the resources, one has to match. @default - any */
  readonly resource?: string | readonly string[];
  /** Where the statement is: `Replica/*`. @default - any */
  readonly policy?: string | readonly string[];
  /** The conditions. @default - any */
  readonly when?: string;
  readonly ground: Ground;
  /** One or two sentences; with the source where it is a belief about AWS. */
  readonly reason: string;
  /** The test that shows the path: its file and a part of the file's text. Required for `rare`. */
  readonly test?: { readonly file: string; readonly text: string };
}
