import { readFileSync } from 'node:fs';
import type { Instrument, Manner, Sound } from './messages';

type PicoInstrument = Extract<Instrument, { program: 'pico' }>;

/**
 * The members that we use of the module that Emscripten made of SVOX Pico. Addresses are numbers, and strings end with
 * a zero byte.
 */
interface PicoModule {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU16: Uint16Array;
  readonly HEAP32: Int32Array;
  readonly FS: { writeFile(path: string, data: Uint8Array): void };
  _malloc(size: number): number;
  _free(address: number): void;
  _pico_initialize(memory: number, size: number, system: number): number;
  _pico_loadResource(system: number, path: number, resource: number): number;
  _pico_getResourceName(system: number, resource: number, name: number): number;
  _pico_createVoiceDefinition(system: number, name: number): number;
  _pico_addResourceToVoiceDefinition(system: number, voice: number, resourceName: number): number;
  _pico_newEngine(system: number, voice: number, engine: number): number;
  _pico_putTextUtf8(engine: number, text: number, size: number, taken: number): number;
  _pico_getData(engine: number, buffer: number, size: number, received: number, type: number): number;
  _pico_resetEngine(engine: number, mode: number): number;
}

/** The status codes of picoapi.h. */
const status = { ok: 0, idle: 200, busy: 201 } as const;
/** The bytes that Pico's own tools reserve for a language. */
const memorySize = 2_500_000;
const bufferSize = 4096;
const sampleRate = 16_000;
/** The limits of Pico's markup, in percent. */
const speeds = { min: 20, max: 500 };
const pitches = { min: 50, max: 200 };

/** SVOX Pico. Each language has its own memory and stays loaded. */
export class Pico {
  /** Keyed by the path of the text analysis. */
  private readonly engines = new Map<string, number>();

  private constructor(private readonly module: PicoModule) {}

  static async load(): Promise<Pico> {
    const { default: create } = await import('@echogarden/svoxpico-wasm');
    return new Pico((await create({})) as PicoModule);
  }

  say(text: string, instrument: PicoInstrument, { rate, pitch }: Pick<Manner, 'rate' | 'pitch'>): Sound {
    const engine = this.engine(instrument);
    const speed = level(rate, speeds);
    const tone = level(pitch * instrument.pitch, pitches);
    // Pico would read angle brackets as markup, and they are not pronounced.
    const plain = text.replace(/[<>]/g, ' ');
    return {
      samples: this.run(engine, `<speed level="${speed}"><pitch level="${tone}">${plain}</pitch></speed>`),
      sampleRate,
    };
  }

  private engine(instrument: PicoInstrument): number {
    const { module } = this;
    const known = this.engines.get(instrument.analysis);
    if (known !== undefined) return known;
    const out = module._malloc(4);
    const name = module._malloc(256);
    const made = () => module.HEAP32[out >> 2] as number;
    check(module._pico_initialize(module._malloc(memorySize), memorySize, out), 'initialize');
    const system = made();
    const voice = this.string('voice');
    check(module._pico_createVoiceDefinition(system, voice), 'define a voice');
    for (const [index, path] of [instrument.analysis, instrument.signal].entries()) {
      // The module's file system ends with the process. Pico identifies files by the end of their names.
      const inside = `/${this.engines.size}-${index}.bin`;
      module.FS.writeFile(inside, readFileSync(path));
      const address = this.string(inside);
      check(module._pico_loadResource(system, address, out), `load ${path}`);
      check(module._pico_getResourceName(system, made(), name), 'name a resource');
      check(module._pico_addResourceToVoiceDefinition(system, voice, name), 'add a resource');
      module._free(address);
    }
    check(module._pico_newEngine(system, voice, out), 'start an engine');
    const engine = made();
    module._free(out);
    module._free(name);
    this.engines.set(instrument.analysis, engine);
    return engine;
  }

  private run(engine: number, markup: string): Int16Array {
    const { module } = this;
    const size = Buffer.byteLength(markup) + 1;
    const text = this.string(markup);
    const buffer = module._malloc(bufferSize);
    const count = module._malloc(4);
    const type = module._malloc(4);
    const counted = () => module.HEAPU16[count >> 1] as number;
    const chunks: Uint8Array[] = [];
    try {
      // The result must not depend on earlier texts or failures.
      check(module._pico_resetEngine(engine, 0), 'begin anew');
      for (let taken = 0; taken < size; ) {
        check(module._pico_putTextUtf8(engine, text + taken, size - taken, count), 'take text');
        taken += counted();
        let state: number;
        do {
          state = module._pico_getData(engine, buffer, bufferSize, count, type);
          if (counted() > 0) chunks.push(module.HEAPU8.slice(buffer, buffer + counted()));
        } while (state === status.busy);
        if (state !== status.idle) throw new Error(`Pico could not speak: status ${state}`);
      }
    } finally {
      for (const address of [text, buffer, count, type]) module._free(address);
    }
    const bytes = Buffer.concat(chunks);
    return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  }

  private string(text: string): number {
    const bytes = Buffer.from(`${text}\0`);
    const address = this.module._malloc(bytes.length);
    this.module.HEAPU8.set(bytes, address);
    return address;
  }
}

function level(share: number, { min, max }: { readonly min: number; readonly max: number }): number {
  return Math.max(min, Math.min(max, Math.round(share * 100)));
}

function check(result: number, what: string): void {
  if (result !== status.ok) throw new Error(`Pico could not ${what}: status ${result}`);
}
