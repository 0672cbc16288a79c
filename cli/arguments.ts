import { parseArgs } from 'node:util';
import { usage } from './failure';

export const help = `Usage: omnistream COMMAND [OPTIONS]

  upload FILE      upload a film; the same command again goes on where one was cut off
      --wait             until it is READY, or has failed
      --title TEXT       default: the file's name
      --language TAG     what is spoken in it (BCP 47)
      --languages TAGS   what to caption and dub it into, comma separated
      --genres WORDS     such as Drama,Comedy
      --age-rating AGE   from which it may be watched: 0, 6, 12, 16 or 18
      --content-type T   default: by the file's name
      --parallel N       parts in flight, default 4
  languages ASSET TAGS
                   bring a ready film into more languages, or try those again that are missing
      --wait             until none of them is under way; it worked if every one has captions
  status ASSET     what and how an asset is
  playback ASSET   open a playback session: addresses, and the cookies that open them
      --end SESSION      end this one of yours first: only so many can be open at once
  assets           all assets that you may see
  insights REPORT  what is watched, and how (admins): watch-time, completion, languages, quality, quality-effect,
                   funnel, attribution, searches or edge
      --from DAY         YYYY-MM-DD, default: 27 days before --to
      --to DAY           default: today
      --asset ASSET      of this one alone
      --limit N          most rows, default 1000
  recommend        what you might like to watch, and why
      --for PLACE        home (default), or an asset: titles like it
  smoke            try a deployment: a film goes all its way, and what viewers rely on is tried
      --file FILE        default: samples/film-en.mp4
      --viewer NAME, --viewer-password TEXT
                         who watches; default: --user, and on a laptop the demo viewer
      --admin NAME, --admin-password TEXT
                         who reads reports; default on a laptop: the demo admin
      --without reports  the step may be left out

  --api URL        web address of a deployment, default http://127.0.0.1:8080
  --user NAME      default creator@example.com
  --password TEXT  default OMNISTREAM_PASSWORD, or that of the laptop's demo users
  --code DIGITS    what your authenticator app shows, where you have set one up
  --json           one JSON object on the last line, also on a terminal
  --help

Exit status: 0 it worked, 1 it did not, 2 the command was not understood.`;

export interface Arguments {
  readonly command: 'upload' | 'languages' | 'status' | 'playback' | 'assets' | 'recommend' | 'insights' | 'smoke';
  /** File, asset or report. */
  readonly subject: string;
  readonly api: URL;
  readonly user: string;
  readonly password?: string;
  readonly code?: string;
  readonly json: boolean;
  readonly wait: boolean;
  readonly parallel: number;
  readonly title?: string;
  readonly language?: string;
  /** Of the option, or of the command `languages`. */
  readonly languages?: readonly string[];
  readonly genres?: readonly string[];
  readonly ageRating?: number;
  readonly contentType?: string;
  /** `home`, or an asset. */
  readonly place?: string;
  readonly end?: string;
  /** Of a report, as they were given: the API knows what they may be. */
  readonly from?: string;
  readonly to?: string;
  readonly asset?: string;
  readonly limit?: string;
  /** Of `smoke`. */
  readonly file?: string;
  readonly viewer?: string;
  readonly viewerPassword?: string;
  readonly admin?: string;
  readonly adminPassword?: string;
  readonly without: readonly string[];
}

/** What each takes after its name. */
const commands = {
  upload: ['a file'],
  languages: ['an asset', 'languages'],
  status: ['an asset'],
  playback: ['an asset'],
  assets: [],
  insights: ['a report'],
  recommend: [],
  smoke: [],
} as const;

/** The commands of the options that are not for all. */
const optionsOf = {
  wait: ['upload', 'languages'],
  title: ['upload'],
  language: ['upload'],
  languages: ['upload'],
  genres: ['upload'],
  'age-rating': ['upload'],
  'content-type': ['upload'],
  parallel: ['upload'],
  end: ['playback'],
  from: ['insights'],
  to: ['insights'],
  asset: ['insights'],
  limit: ['insights'],
  for: ['recommend'],
  file: ['smoke'],
  viewer: ['smoke'],
  'viewer-password': ['smoke'],
  admin: ['smoke'],
  'admin-password': ['smoke'],
  without: ['smoke'],
} as const satisfies Readonly<Record<string, readonly Arguments['command'][]>>;

/** Throws a `Failure` of exit status 2; answers `help` when that is what was asked for. */
export function readArguments(argv: readonly string[]): Arguments | 'help' {
  const { values, positionals } = parse(argv);
  if (values.help) return 'help';
  const [command, ...subjects] = positionals;
  if (!command) throw usage('Which command?');
  if (!isCommand(command)) throw usage(`There is no command '${command}'`);
  const wanted = commands[command];
  if (subjects.length !== wanted.length)
    throw usage(`'${command}' takes ${wanted.join(' and ') || 'nothing'}, no more`);
  for (const [name, allowed] of Object.entries<readonly string[]>(optionsOf)) {
    if (values[name as keyof typeof optionsOf] === undefined || allowed.includes(command)) continue;
    throw usage(`--${name} is for ${allowed.map((one) => `'${one}'`).join(' and ')}`);
  }
  const languages = readList(command === 'languages' ? subjects[1] : values.languages);
  if (command === 'languages' && !languages?.length) throw usage('Which languages?');
  return {
    command,
    subject: subjects[0] ?? '',
    api: readUrl(values.api ?? 'http://127.0.0.1:8080'),
    user: values.user ?? 'creator@example.com',
    password: values.password,
    code: values.code,
    json: values.json ?? false,
    wait: values.wait ?? false,
    parallel: readParallel(values.parallel ?? '4'),
    title: values.title,
    language: values.language,
    languages,
    genres: readList(values.genres),
    ageRating: readAge(values['age-rating']),
    contentType: values['content-type'],
    place: values.for,
    end: values.end,
    from: values.from,
    to: values.to,
    asset: values.asset,
    limit: values.limit,
    file: values.file,
    viewer: values.viewer,
    viewerPassword: values['viewer-password'],
    admin: values.admin,
    adminPassword: values['admin-password'],
    without: readWithout(values.without),
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
        code: text,
        json: flag,
        help: { ...flag, short: 'h' },
        wait: flag,
        title: text,
        language: text,
        languages: text,
        genres: text,
        'age-rating': text,
        for: text,
        'content-type': text,
        parallel: text,
        end: text,
        from: text,
        to: text,
        asset: text,
        limit: text,
        file: text,
        viewer: text,
        'viewer-password': text,
        admin: text,
        'admin-password': text,
        without: text,
      },
    });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

function isCommand(word: string): word is Arguments['command'] {
  return Object.hasOwn(commands, word);
}

function readList(text: string | undefined): string[] | undefined {
  return text
    ?.split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}

/** Steps that may be left out; the others need nothing that a user might not have. */
function readWithout(text: string | undefined): readonly string[] {
  const steps = readList(text) ?? [];
  const other = steps.find((step) => step !== 'reports');
  if (other) throw usage(`--without takes 'reports', not '${other}'`);
  return steps;
}

function readUrl(text: string): URL {
  if (URL.canParse(text)) {
    const url = new URL(text);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  }
  throw usage(`--api takes an http or https address, not '${text}'`);
}

function readAge(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (['0', '6', '12', '16', '18'].includes(text)) return Number(text);
  throw usage(`--age-rating takes 0, 6, 12, 16 or 18, not '${text}'`);
}

function readParallel(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 64) return number;
  throw usage(`--parallel takes a number from 1 to 64, not '${text}'`);
}
