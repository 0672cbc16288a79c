import { parseArgs } from 'node:util';
import { Failure } from './failure';

/** Reads `STAGE [OPTIONS]`. scripts/ops.mjs synthesizes the stage and adds `--assembly`. */
export function readStageArguments<K extends string>(argv: readonly string[], usage: string, ...options: readonly K[]) {
  const { operands, ...rest } = readStageCommand(argv, usage, ...options);
  if (operands.length > 0) throw new Failure(usage, 2);
  return rest;
}

/** Reads `STAGE [OPERAND]... [OPTIONS]`. Every option has a value. */
export function readStageCommand<K extends string>(argv: readonly string[], usage: string, ...options: readonly K[]) {
  const text = { type: 'string' } as const;
  const known = Object.fromEntries(['assembly', ...options].map((name) => [name, text]));
  let parsed: { values: Record<string, string | undefined>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...argv], allowPositionals: true, options: known }) as never;
  } catch (error) {
    throw new Failure(`${(error as Error).message.split('\n')[0]}\n${usage}`, 2);
  }
  const { positionals, values } = parsed;
  const [stage, ...operands] = positionals;
  if (!stage || !values.assembly) throw new Failure(usage, 2);
  return { stage, operands, assembly: values.assembly, values: values as Partial<Record<K, string>> };
}
