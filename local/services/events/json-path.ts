type Step = string | number;

/**
 * Parses the steps of `$.detail.items[0]['a-b']`: the part of JSONPath that EventBridge supports, without wildcards and
 * filters.
 */
export function parsePath(path: string): Step[] {
  const steps: Step[] = [];
  let rest = path.startsWith('$') ? path.slice(1) : '?';
  while (rest) {
    const match = /^(?:\.([\p{L}\p{N}_-]+)|\[(\d+)\]|\[(?:'([^']*)'|"([^"]*)")\])/u.exec(rest);
    if (!match) throw new Error(`'${path}' is not a path that EventBridge supports, such as $.detail.name`);
    const [whole, name, index, single, double] = match;
    steps.push(index === undefined ? ((name ?? single ?? double) as string) : Number(index));
    rest = rest.slice(whole.length);
  }
  return steps;
}

/** Returns `undefined` if the path does not exist in the value. */
export function valueAt(value: unknown, path: string): unknown {
  return parsePath(path).reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<Step, unknown>)[step] : undefined),
    value,
  );
}
