/** Source of 24 hours and 185 attempts: EventBridge user guide, "How EventBridge retries delivering events". */
export const defaultRetryPolicy = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } as const;

/** Milliseconds. EventBridge waits longer, but a laptop's user is waiting. */
const firstDelay = 500;
const maxDelay = 60_000;

/** Returns the milliseconds before the next attempt, after `attempts` failed ones. */
export const retryDelay = (attempts: number) => Math.min(firstDelay * 2 ** (attempts - 1), maxDelay);
