type Step = string | number;

/** The steps of `$.detail.items[0]['a-b']`: what EventBridge takes of JSONPath, without wildcards and filters. */
export function parsePath(path: string): Step[] {
  const steps: Step[] = [];
  let rest = path.startsWith('$') ? path.slice(1) : '?';
  while (rest) {
    const match = /^(?:\.([\p{L}\p{N}_-]+)|\[(\d+)\]|\[(?:'([^']*)'|"([^"]*)")\])/u.exec(rest);
    if (!match) throw new Error(`'${path}' is not a path that EventBridge takes, such as $.detail.name`);
    const [whole, name, index, single, double] = match;
    steps.push(index === undefined ? ((name ?? single ?? double) as string) : Number(index));
    rest = rest.slice(whole.length);
  }
  return steps;
}

/** Undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: string): unknown {
  return parsePath(path).reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<Step, unknown>)[step] : undefined),
    value,
  );
}
