// EventBridge refuses wildcards that would keep too many partial matches at once. Its limit is not published;
// aws/event-ruler (MachineComplexityEvaluator) shows how they are counted. Recorded: 7 are accepted
// (/Users/*/dir/dir/dir/dir/dir/doc.txt), 11 are refused (*:*:*:*:*:event-bus/*). The numbers between are unknown and
// refused here, so that a pattern that passes here also passes on AWS.
const maxPartialMatches = 7;

type Token = { readonly char: string } | 'any';

function tokens(pattern: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] as string;
    if (char === '*') found.push('any');
    else {
      if (char === '\\') at += 1;
      found.push({ char: pattern[at] as string });
    }
  }
  return found;
}

/** Returns the positions of a pattern after `place` tokens, including those after an asterisk that matched nothing. */
function withEmptyAsterisks(pattern: readonly Token[], places: Iterable<number>): Set<number> {
  const all = new Set<number>();
  for (const place of places) {
    all.add(place);
    for (let next = place; pattern[next] === 'any'; next += 1) all.add(next + 1);
  }
  return all;
}

function step(pattern: readonly Token[], places: ReadonlySet<number>, char: string): Set<number> {
  const next: number[] = [];
  for (const place of places) {
    if (pattern[place - 1] === 'any') next.push(place);
    const token = pattern[place];
    if (token !== undefined && token !== 'any' && token.char === char) next.push(place + 1);
  }
  return withEmptyAsterisks(pattern, next);
}

/** Returns whether some text would match the beginnings of more of these wildcards at once than are allowed. */
export function isTooComplex(wildcards: readonly string[]): boolean {
  const patterns = wildcards.map(tokens).filter((pattern) => pattern.includes('any'));
  const chars = new Set(patterns.flat().flatMap((token) => (token === 'any' ? [] : [token.char])));
  const queue = [patterns.map((pattern) => withEmptyAsterisks(pattern, [0]))];
  const seen = new Set<string>();
  for (let state = queue.pop(); state; state = queue.pop()) {
    if (state.reduce((sum, places) => sum + places.size, 0) > maxPartialMatches) return true;
    for (const char of chars) {
      const next = state.map((places, index) => step(patterns[index] as Token[], places, char));
      const key = next.map((places) => [...places].join()).join(';');
      if (!seen.has(key)) queue.push(next);
      seen.add(key);
    }
  }
  return false;
}
