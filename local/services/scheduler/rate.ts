const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Milliseconds between two times of `rate(15 minutes)`; `undefined` for what is no rate. */
export function parseRate(expression: string): number | undefined {
  const [, digits = '', unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const count = Number(digits);
  return count > 0 ? count * (units[unit] ?? 0) : undefined;
}
