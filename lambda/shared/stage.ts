/** Variables that lib/constructs/handler.ts sets for every function, in addition to those of its descriptor. */
export interface CommonEnv {
  /** The stage's name, which is a dimension of every metric. */
  readonly STAGE: string;
}

/** Reads without zod, which would double the bundle of a function that needs no other variable. */
function read(name: keyof CommonEnv): string {
  const value = process.env[name];
  if (value) return value;
  const error = new Error(`The function's environment is invalid. ${name}: missing`);
  error.name = 'InvalidEnvironment';
  throw error;
}

/** Read at cold start, so that a function without it fails at once and not at its first metric. */
export const stageName = read('STAGE');
