import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** One direction in which Apertium translates: `eng-spa`. Languages are BCP 47 tags, varieties kept: `pt-BR`. */
export interface Mode {
  readonly name: string;
  readonly source: string;
  readonly target: string;
}

const run = promisify(execFile);

/** Apertium's program. @default `apertium` on the PATH */
export const apertiumVariable = 'OMNISTREAM_APERTIUM';

export function apertiumProgram(env: NodeJS.ProcessEnv): string {
  return env[apertiumVariable] || 'apertium';
}

/** `spa` → `es`, `pt_BR` → `pt-BR`; nothing for what is no language tag. */
function tagOf(code: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(code.replace('_', '-'))[0];
  } catch {
    return undefined;
  }
}

/** Reads what `apertium -l` prints. Names that are not of two languages (`eco-es-fr`) are left out. */
export function parseModes(list: string): Mode[] {
  return list.split(/\s+/).flatMap((name) => {
    const match = /^([a-z]{2,3}(?:_[A-Za-z]{2,8})?)-([a-z]{2,3}(?:_[A-Za-z]{2,8})?)$/.exec(name);
    const [source, target] = [match?.[1], match?.[2]].map((code) => code && tagOf(code));
    return source && target ? [{ name, source, target }] : [];
  });
}

/** What the Apertium of this machine translates; nothing where there is none. */
export async function findModes(env: NodeJS.ProcessEnv = process.env): Promise<Mode[]> {
  try {
    return parseModes((await run(apertiumProgram(env), ['-l'], { timeout: 10_000 })).stdout);
  } catch {
    return [];
  }
}

const matches = (wanted: string, tag: string) => tag === wanted || tag === wanted.split('-')[0];

/**
 * The modes to go through from one language to another, at most two; a variety that is named is preferred, and the
 * language without a variety stands for each of them. Nothing where there is no way.
 */
export function routeOf(modes: readonly Mode[], from: string, to: string): readonly Mode[] | undefined {
  // The way to a neighbour and back would be no translation.
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
  // Spanish has the largest dictionaries of those that can stand in the middle.
  return routes.find(([first]) => first?.target === 'es') ?? routes[0];
}
