/**
 * Polly's quota of calls per second for neural voices, in most regions and accounts.
 * https://docs.aws.amazon.com/polly/latest/dg/limits.html
 */
const callsPerSecond = 8;

/** The number of languages that an execution of the workflow processes at the same time. They share the quota. */
export const concurrentLanguages = 2;

/** The calls per second of one dub. */
export const callsPerSecondAndDub = callsPerSecond / concurrentLanguages;
