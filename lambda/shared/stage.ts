/** What lib/constructs/handler.ts gives to every function, beside the variables of its own schema. */
export interface CommonEnv {
  /** The stage's name, which is a dimension of every metric. */
  readonly STAGE: string;
}

/** Without zod, which would double the bundle of a function that needs nothing else of it. */
function read(name: keyof CommonEnv): string {
  const value = process.env[name];
  if (value) return value;
  const error = new Error(`The function's environment is not as it should be. ${name}: missing`);
  error.name = 'InvalidEnvironment';
  throw error;
}

/** Read at cold start, so that a function without it fails at once and not when it first counts something. */
export const stageName = read('STAGE');
