/**
 * A setting that a job has to state here, although AWS does not require it, because AWS's default has an effect that can
 * be seen or heard, or that costs money. The defaults are those of the API's reference
 * (https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html).
 */
export interface StatedSetting {
  /** AWS's default, or {@link UNDOCUMENTED}. */
  readonly default: string;
  /** What the setting affects, as a noun that completes "affects …". */
  readonly effect: string;
  /** Whether the object with these members has to state the setting. @default always */
  readonly when?: (members: Readonly<Record<string, unknown>>) => boolean;
}

export type StatedSettings = Readonly<Record<string, StatedSetting>>;

/** The default of a setting for which the API's reference names none. */
export const UNDOCUMENTED = 'undocumented';

export const setting = (byDefault: string, effect: string, when?: StatedSetting['when']): StatedSetting => ({
  default: byDefault,
  effect,
  ...(when && { when }),
});

/** Conditions for `when`. */
export const is = (member: string, value: unknown) => (members: Readonly<Record<string, unknown>>) =>
  members[member] === value;
export const has = (member: string) => (members: Readonly<Record<string, unknown>>) => members[member] !== undefined;
