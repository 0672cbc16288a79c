/** Source of 24 hours and 185 attempts: EventBridge user guide, "How EventBridge retries delivering events". */
export const defaultRetryPolicy = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } as const;

/** EventBridge waits longer; a laptop's user is at the screen. Milliseconds. */
const first = 500;
const longest = 60_000;

/** Milliseconds before the next attempt, after `attempts` that failed. */
export const retryDelay = (attempts: number) => Math.min(first * 2 ** (attempts - 1), longest);
