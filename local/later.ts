/**
 * Returns the time so many days from now, in milliseconds since 1970, so that what is kept for a while can be seen to end;
 * `undefined` without a number of days. Throws for anything else than a number from 0 to 3650.
 */
export function daysLater(text: string | undefined): (() => number) | undefined {
  if (!text) return undefined;
  const days = Number(text);
  if (!(days >= 0 && days <= 3650))
    throw new Error(`OMNISTREAM_DAYS_LATER must be a number of days from 0 to 3650, and is ${text}`);
  return () => Date.now() + days * 86_400_000;
}
