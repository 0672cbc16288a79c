import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** One direction in which Apertium translates: `eng-spa`. Languages are BCP 47 tags, with their varieties: `pt-BR`. */
export interface Mode {
  readonly name: string;
  readonly source: string;
  readonly target: string;
}

const run = promisify(execFile);

/** Apertium's program. @default `apertium` on the PATH */
const apertiumVariable = 'OMNISTREAM_APERTIUM';

export function apertiumProgram(env: NodeJS.ProcessEnv): string {
  return env[apertiumVariable] || 'apertium';
}

/** Converts `spa` to `es` and `pt_BR` to `pt-BR`. Returns `undefined` if the code is not a language tag. */
function tagOf(code: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(code.replace('_', '-'))[0];
  } catch {
    return undefined;
  }
}

/** Parses the output of `apertium -l`. Names that do not consist of two languages (`eco-es-fr`) are left out. */
export function parseModes(list: string): Mode[] {
  return list.split(/\s+/).flatMap((name) => {
    const match = /^([a-z]{2,3}(?:_[A-Za-z]{2,8})?)-([a-z]{2,3}(?:_[A-Za-z]{2,8})?)$/.exec(name);
    const [source, target] = [match?.[1], match?.[2]].map((code) => code && tagOf(code));
    return source && target ? [{ name, source, target }] : [];
  });
}

/** Returns the modes of this machine's Apertium; none if Apertium is not installed. */
export async function findModes(env: NodeJS.ProcessEnv = process.env): Promise<Mode[]> {
  try {
    return parseModes((await run(apertiumProgram(env), ['-l'], { timeout: 10_000 })).stdout);
  } catch {
    return [];
  }
}

const matches = (wanted: string, tag: string) => tag === wanted || tag === wanted.split('-')[0];

/**
 * Returns the one or two modes that lead from one language to another. A variety that is named is preferred, and a
 * language without a variety stands for each of its varieties. Returns `undefined` if there is no such route.
 */
export function routeOf(modes: readonly Mode[], from: string, to: string): readonly Mode[] | undefined {
  // A route to a neighbour and back is not a translation.
  if (from.split('-')[0] === to.split('-')[0]) return undefined;
  const preferring = (wanted: string, list: readonly Mode[]) =>
    list.find(({ target }) => target === wanted) ?? list.find(({ target }) => matches(wanted, target));
  const starts = modes.filter(({ source }) => matches(from, source));
  const direct = preferring(to, starts);
  if (direct) return [direct];
  const routes = starts.flatMap((first) => {
    const second = preferring(
      to,
      modes.filter(({ source }) => matches(first.target, source)),
    );
    return second ? [[first, second]] : [];
  });
  // Of the possible languages in the middle, Spanish has the largest dictionaries.
  return routes.find(([first]) => first?.target === 'es') ?? routes[0];
}
