export interface PrefixValues {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly partition?: Readonly<Record<string, string>>;
  readonly errorType?: string;
}

const expression = /!\{(\w+):([^}]*)\}/g;

/** Letters of Java's DateTimeFormatter, in UTC. */
const dateParts: Readonly<Record<string, (iso: string) => string>> = {
  yyyy: (iso) => iso.slice(0, 4),
  MM: (iso) => iso.slice(5, 7),
  dd: (iso) => iso.slice(8, 10),
  HH: (iso) => iso.slice(11, 13),
  mm: (iso) => iso.slice(14, 16),
  ss: (iso) => iso.slice(17, 19),
};

export function formatTime(pattern: string, time: number): string {
  const iso = new Date(time).toISOString();
  return pattern.replaceAll(/'([^']*)'|([A-Za-z]+)/g, (_, quoted: string | undefined, letters: string) => {
    if (quoted !== undefined) return quoted;
    const part = dateParts[letters];
    if (!part) throw new Error(`the time pattern '${letters}' is not supported by this runtime`);
    return part(iso);
  });
}

/** Throws an error that names the first expression which cannot be evaluated. */
export function checkPrefix(prefix: string, partitionKeys: readonly string[], isError: boolean): void {
  const partition = Object.fromEntries(partitionKeys.map((key) => [key, 'x']));
  const evaluated = evaluatePrefix(prefix, { time: 0, partition, ...(isError && { errorType: 'x' }) });
  if (evaluated.includes('!{')) throw new Error(`'${prefix}' contains an invalid expression`);
}

/** Source: Firehose developer guide, "custom prefixes for Amazon S3 objects". */
export function evaluatePrefix(prefix: string, { time, partition = {}, errorType }: PrefixValues): string {
  return prefix.replaceAll(expression, (whole, namespace: string, value: string) => {
    if (namespace === 'timestamp') return formatTime(value, time);
    const known = namespace === 'partitionKeyFromQuery' ? partition[value] : undefined;
    if (known !== undefined) return known;
    if (namespace === 'firehose' && value === 'error-output-type' && errorType !== undefined) return errorType;
    throw new Error(`the expression '${whole}' is not supported by this runtime`);
  });
}

/** Adds the default time format to a prefix that contains no time, unless it contains partition keys. */
export function withDefaultTime(prefix: string, partitioned: boolean): string {
  return partitioned || prefix.includes('!{timestamp:') ? prefix : `${prefix}!{timestamp:yyyy/MM/dd/HH/}`;
}
