import { parseArgs } from 'node:util';
import { usage } from './failure';

export const help = `Usage: omnistream COMMAND [OPTIONS]

  upload FILE      upload a film; the same command again goes on where one was cut off
      --wait             until it is READY, or has failed
      --title TEXT       default: the file's name
      --language TAG     what is spoken in it (BCP 47)
      --languages TAGS   what to caption and dub it into, comma separated
      --content-type T   default: by the file's name
      --parallel N       parts in flight, default 4
  status ASSET     what and how an asset is
  playback ASSET   open a playback session: addresses, and the cookies that open them
      --end SESSION      end this one of yours first: only so many can be open at once
  assets           all assets that you may see

  --api URL        web address of a deployment, default http://127.0.0.1:8080
  --user NAME      default creator@example.com
  --password TEXT  default OMNISTREAM_PASSWORD, or that of the laptop's demo users
  --json           one JSON object on the last line, also on a terminal
  --help

Exit status: 0 it worked, 1 it did not, 2 the command was not understood.`;

export interface Arguments {
  readonly command: 'upload' | 'status' | 'playback' | 'assets';
  /** File or asset. */
  readonly subject: string;
  readonly api: URL;
  readonly user: string;
  readonly password?: string;
  readonly json: boolean;
  readonly wait: boolean;
  readonly parallel: number;
  readonly title?: string;
  readonly language?: string;
  readonly languages?: readonly string[];
  readonly contentType?: string;
  readonly end?: string;
}

const commands = { upload: 'a file', status: 'an asset', playback: 'an asset', assets: undefined } as const;
const uploadOnly = ['wait', 'title', 'language', 'languages', 'content-type', 'parallel'] as const;

/** Throws a `Failure` of exit status 2; answers `help` when that is what was asked for. */
export function readArguments(argv: readonly string[]): Arguments | 'help' {
  const { values, positionals } = parse(argv);
  if (values.help) return 'help';
  const [command, ...subjects] = positionals;
  if (!command) throw usage('Which command?');
  if (!isCommand(command)) throw usage(`There is no command '${command}'`);
  const wanted = commands[command];
  if (wanted && subjects.length !== 1) throw usage(`'${command}' takes ${wanted}, and just one`);
  if (!wanted && subjects.length > 0) throw usage(`'${command}' takes nothing else`);
  const misplaced = command === 'upload' ? undefined : uploadOnly.find((name) => values[name] !== undefined);
  if (misplaced) throw usage(`--${misplaced} is for 'upload'`);
  if (command !== 'playback' && values.end !== undefined) throw usage(`--end is for 'playback'`);
  return {
    command,
    subject: subjects[0] ?? '',
    api: readUrl(values.api ?? 'http://127.0.0.1:8080'),
    user: values.user ?? 'creator@example.com',
    password: values.password,
    json: values.json ?? false,
    wait: values.wait ?? false,
    parallel: readParallel(values.parallel ?? '4'),
    title: values.title,
    language: values.language,
    languages: values.languages
      ?.split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    contentType: values['content-type'],
    end: values.end,
  };
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        api: text,
        user: text,
        password: text,
        json: flag,
        help: { ...flag, short: 'h' },
        wait: flag,
        title: text,
        language: text,
        languages: text,
        'content-type': text,
        parallel: text,
        end: text,
      },
    });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

function isCommand(word: string): word is Arguments['command'] {
  return Object.hasOwn(commands, word);
}

function readUrl(text: string): URL {
  if (URL.canParse(text)) {
    const url = new URL(text);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  }
  throw usage(`--api takes an http or https address, not '${text}'`);
}

function readParallel(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 64) return number;
  throw usage(`--parallel takes a number from 1 to 64, not '${text}'`);
}
