import { parseArgs } from 'node:util';
import { Failure } from './failure';

interface Known<K extends string, F extends string> {
  /** Maximum of words that are not options. */
  readonly most: number;
  /** Options with a value. */
  readonly options: readonly K[];
  /** Options without a value. scripts/ops.mjs has to know them too. */
  readonly flags?: readonly F[];
}

/** Reads words and options. Throws a `Failure` with the usage for unknown ones. */
export function readWords<K extends string, F extends string = never>(
  argv: readonly string[],
  usage: string,
  { most, options, flags = [] }: Known<K, F>,
) {
  const known = {
    ...Object.fromEntries(options.map((name) => [name, { type: 'string' } as const])),
    ...Object.fromEntries(flags.map((name) => [name, { type: 'boolean' } as const])),
  };
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...argv], allowPositionals: true, options: known }) as never;
  } catch (error) {
    throw new Failure(`${(error as Error).message.split('\n')[0]}\n${usage}`, 2);
  }
  const { positionals: words, values } = parsed;
  if (words.length > most) throw new Failure(usage, 2);
  const given = new Set(flags.filter((name) => values[name] === true));
  return { words, values: values as Partial<Record<K, string>>, flags: given as ReadonlySet<F> };
}

/** Reads `STAGE [OPTIONS]`. scripts/ops.mjs synthesizes the stage and adds `--assembly`. */
export function readStageArguments<K extends string>(argv: readonly string[], usage: string, ...options: readonly K[]) {
  const { operands, ...rest } = readStageCommand(argv, usage, ...options);
  if (operands.length > 0) throw new Failure(usage, 2);
  return rest;
}

/** Reads `STAGE [OPERAND]... [OPTIONS]`. Every option has a value. */
export function readStageCommand<K extends string>(argv: readonly string[], usage: string, ...options: readonly K[]) {
  const most = Number.POSITIVE_INFINITY;
  const { words, values } = readWords(argv, usage, { most, options: ['assembly', ...options] });
  const [stage, ...operands] = words;
  if (!stage || !values.assembly) throw new Failure(usage, 2);
  return { stage, operands, assembly: values.assembly, values: values as Partial<Record<K, string>> };
}
