import { parseArgs } from 'node:util';
import { usage } from './failure';

export const help = `Usage: omnistream COMMAND [OPTIONS]

  upload FILE      upload a film; repeat the command to resume an interrupted upload
      --wait             wait until the film is READY, has failed, or waits for an approval of its cost
      --title TEXT       default: the file's name
      --language TAG     language of the original speech (BCP 47)
      --languages TAGS   languages for captions and dubs, comma separated
      --genres WORDS     genres, comma separated, such as Drama,Comedy
      --age-rating AGE   minimum age of viewers: 0, 6, 12, 16 or 18
      --content-type T   default: derived from the file's name
      --parallel N       number of parts to send at the same time, default 4
  languages ASSET TAGS
                   add languages to a film that is ready, or retry languages that are missing
      --wait             wait until all of them are done; succeeds if every language has captions
  status ASSET     show the status and the tracks of an asset
  approve ASSET, refuse ASSET
                   decide about a film that waits because of its cost (admins only)
      --note TEXT        for the film's creator
  playback ASSET   open a playback session and show its addresses and cookies
      --end SESSION      first end this session of yours, to stay within the limit of open sessions
  assets           list all assets that you may see
  delete ASSET     delete a film of yours (admins: any) with everything that was made of it
      --wait             wait until nothing is left, about 20 minutes, and show the certificate
  erasure ERASURE  show how far a deletion is, or its certificate
      --wait             wait until nothing is left
  hold ASSET, release ASSET
                   put a film under a legal hold, which protects it from deletion, or release it (admins only)
  delete-account   delete your account and all your personal data; you must not own films
  delete-viewer VIEWER
                   the same for another user (admins only)
  insights REPORT  show a report (admins only): watch-time, completion, languages, quality, quality-effect,
                   funnel, attribution, searches or edge
      --from DAY         YYYY-MM-DD, default: 27 days before --to
      --to DAY           default: today
      --asset ASSET      only this asset
      --limit N          maximum number of rows, default 1000
  viewer VIEWER    show the id and the age limits of a viewer, by e-mail address or id (admins only)
      --age-ceiling AGE  first set the maximum of the viewer's age limit: 0, 6, 12, 16 or 18
  recommend        show recommended titles with their reasons
      --for PLACE        home (default), or an asset to find similar titles
  smoke            test a deployment: upload a film, play it, and check what viewers depend on
      --file FILE        default: samples/film-en.mp4
      --viewer NAME, --viewer-password TEXT
                         user who plays the film; default: --user, on a laptop the demo viewer
      --admin NAME, --admin-password TEXT
                         user who reads the report; default on a laptop: the demo admin
      --without reports  succeed even if the reports cannot be checked

  --api URL        web address of a deployment; default: OMNISTREAM_API, or http://127.0.0.1:8080
  --user NAME      default creator@example.com
  --password TEXT  default: OMNISTREAM_PASSWORD, or the password of the laptop's demo users
  --code DIGITS    the code of your authenticator app, if you have set one up
  --json           print one JSON object on the last line, also on a terminal
  --help           show this help

Exit status: 0 success, 1 failure, 2 invalid command line.`;

export interface Arguments {
  readonly command: keyof typeof commands;
  /** A file, an asset, an erasure, a viewer or a report, depending on the command. */
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
  /** From the option `--languages`, or from the arguments of the command `languages`. */
  readonly languages?: readonly string[];
  readonly genres?: readonly string[];
  readonly ageRating?: number;
  readonly ageCeiling?: number;
  readonly contentType?: string;
  /** `home`, or the id of an asset. */
  readonly place?: string;
  readonly note?: string;
  readonly end?: string;
  /** Parameters of a report, unchanged: the API validates them. */
  readonly from?: string;
  readonly to?: string;
  readonly asset?: string;
  readonly limit?: string;
  /** Options of `smoke`. */
  readonly file?: string;
  readonly viewer?: string;
  readonly viewerPassword?: string;
  readonly admin?: string;
  readonly adminPassword?: string;
  readonly without: readonly string[];
}

/** The arguments of each command. */
const commands = {
  upload: ['a file'],
  languages: ['an asset', 'languages'],
  status: ['an asset'],
  approve: ['an asset'],
  refuse: ['an asset'],
  playback: ['an asset'],
  assets: [],
  delete: ['an asset'],
  erasure: ['an erasure'],
  hold: ['an asset'],
  release: ['an asset'],
  'delete-account': [],
  'delete-viewer': ['a viewer'],
  insights: ['a report'],
  viewer: ['a viewer'],
  recommend: [],
  smoke: [],
} as const;

/** The commands that accept each option. Other options are valid for all commands. */
const optionsOf = {
  wait: ['upload', 'languages', 'delete', 'erasure'],
  title: ['upload'],
  language: ['upload'],
  languages: ['upload'],
  genres: ['upload'],
  'age-rating': ['upload'],
  'age-ceiling': ['viewer'],
  'content-type': ['upload'],
  parallel: ['upload'],
  note: ['approve', 'refuse'],
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

/** Returns `help` for `--help`. Throws a `Failure` with exit status 2 for an invalid command line. */
export function readArguments(argv: readonly string[], env = process.env): Arguments | 'help' {
  const { values, positionals } = parse(argv);
  if (values.help) return 'help';
  const [command, ...subjects] = positionals;
  if (!command) throw usage('A command is missing');
  if (!isCommand(command)) throw usage(`There is no command '${command}'`);
  const wanted = commands[command];
  if (subjects.length !== wanted.length)
    throw usage(`'${command}' takes ${wanted.join(' and ') || 'no argument'}, not ${subjects.length} arguments`);
  for (const [name, allowed] of Object.entries<readonly string[]>(optionsOf)) {
    if (values[name as keyof typeof optionsOf] === undefined || allowed.includes(command)) continue;
    throw usage(`--${name} is only valid with ${allowed.map((one) => `'${one}'`).join(' and ')}`);
  }
  const languages = readList(command === 'languages' ? subjects[1] : values.languages);
  if (command === 'languages' && !languages?.length) throw usage('The languages are missing');
  return {
    command,
    subject: subjects[0] ?? '',
    api: readUrl(values.api ?? (env.OMNISTREAM_API || 'http://127.0.0.1:8080')),
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
    ageRating: readAge('age-rating', values),
    ageCeiling: readAge('age-ceiling', values),
    contentType: values['content-type'],
    place: values.for,
    note: values.note,
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
        'age-ceiling': text,
        for: text,
        'content-type': text,
        parallel: text,
        note: text,
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

/** Only the step `reports` may be left out; it needs an admin. The other steps need no optional user. */
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
  throw usage(`--api and OMNISTREAM_API take an http or https address, not '${text}'`);
}

function readAge<N extends string>(name: N, values: { readonly [Name in N]?: string }): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  if (['0', '6', '12', '16', '18'].includes(text)) return Number(text);
  throw usage(`--${name} takes 0, 6, 12, 16 or 18, not '${text}'`);
}

function readParallel(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 64) return number;
  throw usage(`--parallel takes a number from 1 to 64, not '${text}'`);
}
