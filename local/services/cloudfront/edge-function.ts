import { createHash, createHmac } from 'node:crypto';
import vm from 'node:vm';
import type { EdgeStore } from '../cloudfront-keyvaluestore/key-value-stores';

/** A value in the event. Headers, cookies and query parameters have the same form. */
export interface Field {
  value: string;
  multiValue?: { value: string }[];
}

export interface EdgeRequest {
  method: string;
  uri: string;
  querystring: Record<string, Field>;
  headers: Record<string, Field>;
  cookies: Record<string, Field>;
}

export interface EdgeResponse {
  statusCode: number;
  statusDescription?: string;
  headers?: Record<string, Field>;
  cookies?: Record<string, Field & { attributes?: string }>;
  body?: string | { encoding?: 'text' | 'base64'; data: string };
}

export interface EdgeEvent {
  version: '1.0';
  context: { distributionDomainName: string; distributionId: string; eventType: string; requestId: string };
  viewer: { ip: string };
  request: EdgeRequest;
  response?: EdgeResponse;
}

/**
 * Milliseconds. CloudFront allows far less compute, but a busy laptop may pause during a run. This limit only ends
 * endless loops.
 */
const timeout = 1_000;
/** Source: CloudFront quotas, "Maximum function size". */
const maxCodeBytes = 10 * 1024;

/**
 * The helper module for key value stores. Source: CloudFront developer guide, "Helper methods for key value stores". A
 * promise of this realm would give the function access to its constructor, and so to this realm's globals; `own` makes
 * a promise of the function's realm.
 */
function keyValues(store: EdgeStore | undefined, own: (work: () => unknown) => unknown) {
  const kvs = () => {
    if (!store) throw new Error('the function has no key value store associated with it');
    return {
      exists: (key: string) => own(() => store.get(key) !== undefined),
      count: () => own(() => store.count()),
      get: (key: string, { format = 'string' } = {}) =>
        own(() => {
          const value = store.get(key);
          if (value === undefined) throw new Error(`the key ${key} was not found`);
          return format === 'json' ? JSON.parse(value) : value;
        }),
    };
  };
  return { kvs };
}

/** The runtime accepts `import name from 'module'` at the top of a script. */
const script = (code: string) => code.replace(/^import (\w+) from ('\w+');$/gm, 'const $1 = require($2);');

/** A CloudFront function of runtime `cloudfront-js-2.0`. */
export class EdgeFunction {
  private readonly script: vm.Script;
  private readonly context: vm.Context;

  /** Throws if the code exceeds CloudFront's limit or cannot be parsed. */
  constructor(
    readonly name: string,
    code: string,
    store?: EdgeStore,
  ) {
    if (Buffer.byteLength(code) > maxCodeBytes)
      throw new Error(`The function ${name} is larger than CloudFront's limit of 10 KB`);
    this.context = vm.createContext(
      { Buffer, atob, btoa, TextEncoder, TextDecoder, console: { log() {}, error() {} } },
      { codeGeneration: { strings: false, wasm: false } },
    );
    const own = new vm.Script('(work) => new Promise((done) => done(work()))').runInContext(this.context);
    // The supported modules of the js-2.0 runtime.
    const modules: Readonly<Record<string, unknown>> = {
      crypto: { createHash, createHmac },
      cloudfront: keyValues(store, own),
    };
    this.context.require = (module: string) => {
      if (module in modules) return modules[module];
      throw new Error(`this runtime does not support the module '${module}' of js-2.0`);
    };
    new vm.Script(script(code), { filename: name }).runInContext(this.context, { timeout });
    this.script = new vm.Script('__result = handler(JSON.parse(__event))', { filename: name });
  }

  /** Runs the handler. Throws the handler's error, or an error if the handler takes too long. */
  async run(event: EdgeEvent): Promise<EdgeRequest | EdgeResponse> {
    // The event is passed as text, so that the function sees objects of its own realm and cannot reach the runtime's.
    this.context.__event = JSON.stringify(event);
    this.script.runInContext(this.context, { timeout });
    const result = (await this.context.__result) as EdgeRequest | EdgeResponse;
    return JSON.parse(JSON.stringify(result)) as EdgeRequest | EdgeResponse;
  }
}
