import type { Evidence } from '../evidence/evidence';

/** One of the twelve steps from a sign-in to a dashboard. */
export interface Step {
  readonly title: string;
  readonly text: string;
  /** Files of the stacks and constructs that make it. */
  readonly constructs: readonly string[];
  /** Entries of functions, each with the construct's file that names it. */
  readonly handlers: readonly { readonly entry: string; readonly madeIn: string }[];
  /** Alarms of the templates that watch it, by `{stack}/{logical id without its hash}`. */
  readonly alarms: readonly string[];
  /** Lines of templates and tests that show it. */
  readonly shown: readonly [Evidence, ...Evidence[]];
}

/** A function: its entry below `lambda/`, and the file below `lib/` that makes it. */
export const handler = (entry: string, madeIn: string) => ({
  entry: `lambda/${entry}.lambda.ts`,
  madeIn: `lib/${madeIn}.ts`,
});
