import { Readable } from 'node:stream';
import type { Json } from '../definition';
import { payloadLimit, StateFailure } from '../failure';
import type { TaskResource } from './resource';
import { camelCaseServices } from './sdk-services';

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
const upperFirst = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

function renamed(value: Json, rename: (name: string) => string): Json {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [rename(name), renamed(item, rename)]));
}

/** Members that contain bytes. In Step Functions they are text or JSON. */
const bytes: Readonly<Record<string, readonly string[]>> = { PutObject: ['Body'], Invoke: ['Payload'] };

/** Members that contain times. In Step Functions they are text in ISO 8601. */
const times: Readonly<Record<string, readonly string[]>> = { GetMetricData: ['StartTime', 'EndTime'] };

/** Converts a definition's arguments in PascalCase to the SDK's input. */
export function sdkInput({ service, operation }: TaskResource, args: Json): Json | Record<string, unknown> {
  if (camelCaseServices.includes(service)) return renamed(args, lowerFirst);
  const members = bytes[operation] ?? [];
  if (args === null || typeof args !== 'object' || Array.isArray(args)) return args;
  const input: Record<string, unknown> = { ...args };
  for (const member of times[operation] ?? []) {
    if (typeof args[member] === 'string') input[member] = new Date(args[member]);
  }
  for (const member of members) {
    const value = args[member];
    if (value !== undefined) input[member] = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  }
  return input;
}

async function readText(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const buffer = Buffer.from(chunk as Uint8Array);
    length += buffer.length;
    if (length > payloadLimit) {
      stream.destroy();
      const what = 'The task returned a result with a size exceeding the maximum number of bytes service limit.';
      throw new StateFailure('States.DataLimitExceeded', what);
    }
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString();
}

async function plain(value: unknown): Promise<Json | undefined> {
  if (value === undefined || typeof value === 'function') return undefined;
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (value instanceof Readable) return readText(value);
  if (Array.isArray(value)) return Promise.all(value.map(async (item) => (await plain(item)) ?? null));
  if (value instanceof Set) return plain([...value]);
  const result: Record<string, Json> = {};
  for (const [name, item] of Object.entries(value)) {
    const json = await plain(item);
    if (json !== undefined && name !== '$metadata') result[name] = json;
  }
  return result;
}

/** Converts an operation's output to JSON: dates to ISO 8601 text, bytes and streams to text, members to PascalCase. */
export async function sdkOutput({ service }: TaskResource, output: unknown): Promise<Json> {
  const result = (await plain(output)) ?? {};
  return camelCaseServices.includes(service) ? renamed(result, upperFirst) : result;
}
