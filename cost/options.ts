import { parseArgs } from 'node:util';
import type { Demand } from './services/context';

export interface CostOptions {
  readonly demand: Demand;
  readonly stage: string;
  readonly json: boolean;
  /** Folder of the stage's cloud assembly. @default - the stage is synthesized */
  readonly assembly?: string;
}

/** An invalid option of the command. */
export class OptionError extends Error {
  override name = 'OptionError';
}

const text = { type: 'string' } as const;
const known = {
  'hours-of-source': text,
  languages: text,
  'stored-hours': text,
  'viewing-hours': text,
  stage: text,
  assembly: text,
  json: { type: 'boolean' },
} as const;

/** Reads the options of `npm run cost`. Throws an {@link OptionError} with a message of one line. */
export function costOptions(argv: readonly string[]): CostOptions {
  const { values, positionals } = parsed(argv);
  if (positionals.length > 0)
    throw new OptionError(
      `'${positionals[0]}' is not an option. Use --hours-of-source, --languages, --viewing-hours or --stored-hours before a number.`,
    );
  const hoursOfSource = amount('hours-of-source', values['hours-of-source'] ?? '0');
  const demand = {
    hoursOfSource,
    languages: amount('languages', values.languages ?? '0', true),
    storedHours: values['stored-hours'] === undefined ? hoursOfSource : amount('stored-hours', values['stored-hours']),
    viewingHours: amount('viewing-hours', values['viewing-hours'] ?? '0'),
  };
  const stage = values.stage ?? 'prod';
  return { demand, stage, json: values.json ?? false, assembly: values.assembly };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: known, allowPositionals: true });
  } catch (error) {
    throw new OptionError(String((error as Error).message).split('. ')[0] ?? '');
  }
}

function amount(name: string, value: string, isWhole = false): number {
  const number = Number(value);
  const isGood =
    value.trim() !== '' && Number.isFinite(number) && number >= 0 && (!isWhole || Number.isInteger(number));
  if (!isGood)
    throw new OptionError(`--${name} must be a ${isWhole ? 'whole ' : ''}number of 0 or more, not '${value}'.`);
  return number;
}
