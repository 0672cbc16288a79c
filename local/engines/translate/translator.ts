import { apertium } from './apertium';
import { translateLines } from './lines';
import { apertiumProgram, findModes, type Mode, routeOf } from './modes';
import { type Term, translateWithTerms } from './terms';

/** The number of pipelines that run at the same time. Each consists of a dozen small processes. */
const concurrency = 2;

/** Machine translation by the installed parts of Apertium. Languages are BCP 47 tags. */
export class Translator {
  private readonly modes: Promise<readonly Mode[]>;
  private readonly program: string;
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(env: NodeJS.ProcessEnv = process.env) {
    this.program = apertiumProgram(env);
    this.modes = findModes(env);
  }

  async canTranslate(from: string, to: string): Promise<boolean> {
    return routeOf(await this.modes, from, to) !== undefined;
  }

  /**
   * Translates a text line by line. Returns `undefined` if no engine knows the two languages. Throws {@link
   * ApertiumError}.
   */
  async translate(text: string, from: string, to: string, terms: readonly Term[] = []): Promise<string | undefined> {
    const route = routeOf(await this.modes, from, to);
    if (!route) return undefined;
    return translateLines(text, (lines) => translateWithTerms(lines, terms, (plain) => this.run(route, plain)));
  }

  private async run(route: readonly Mode[], text: string): Promise<string> {
    while (this.running >= concurrency) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running++;
    try {
      let translated = text;
      for (const { name } of route) translated = await apertium(this.program, name, translated);
      return translated;
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }
}

/** Returns one line for the start of the runtime: the pairs of languages, and how to get more. */
export async function describeTranslators(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const modes = await findModes(env);
  const more = "by Debian's apertium, apertium-eng-spa, apertium-fr-es, apertium-spa-ita, apertium-es-pt and others";
  if (modes.length === 0) return `translates no language, so captions stay in the film's language: ${more}`;
  const tags = [...new Set(modes.flatMap(({ source, target }) => [source, target]))].sort();
  const pairs = tags.flatMap((from) => {
    const reached = tags.filter((to) => to.split('-')[0] !== from.split('-')[0] && routeOf(modes, from, to));
    return from.includes('-') || reached.length === 0 ? [] : [`${from} → ${reached.join(', ')}`];
  });
  return `translates ${pairs.join('; ')} by Apertium (gist quality; more ${more})`;
}
