import type { Call } from '../kernel/service';
import { ServiceError } from '../kernel/service';
import athena from './constraints/athena.json';
import cloudfront from './constraints/cloudfront.json';
import keyValueStore from './constraints/cloudfront-keyvaluestore.json';
import cloudwatch from './constraints/cloudwatch.json';
import dynamodb from './constraints/dynamodb.json';
import events from './constraints/events.json';
import firehose from './constraints/firehose.json';
import lambda from './constraints/lambda.json';
import mediaconvert from './constraints/mediaconvert.json';
import personalize from './constraints/personalize.json';
import personalizeEvents from './constraints/personalize-events.json';
import personalizeRuntime from './constraints/personalize-runtime.json';
import polly from './constraints/polly.json';
import s3 from './constraints/s3.json';
import secretsManager from './constraints/secretsmanager.json';
import sns from './constraints/sns.json';
import states from './constraints/states.json';
import transcribe from './constraints/transcribe.json';
import translate from './constraints/translate.json';

/** A shape of AWS's published models, as far as it constrains a value; written by `scripts/request-models.py`. */
interface Shape {
  /** Of numbers, the value; of texts, lists, maps and bytes, the length. */
  readonly min?: number;
  readonly max?: number;
  /** Java's `matches`: of the whole text. Two, where an older model has another one. */
  readonly pattern?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  /** Of structures: names of shapes, with what only the member's documentation demands. */
  readonly members?: Readonly<Record<string, string | readonly [string, { readonly multiple: number }]>>;
  /** Of lists and maps. */
  readonly of?: string;
  readonly key?: string;
}

interface Model {
  readonly operations: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const models = {
  athena,
  cloudfront,
  'cloudfront-keyvaluestore': keyValueStore,
  cloudwatch,
  dynamodb,
  events,
  firehose,
  lambda,
  mediaconvert,
  personalize,
  'personalize-events': personalizeEvents,
  'personalize-runtime': personalizeRuntime,
  polly,
  s3,
  secretsmanager: secretsManager,
  sns,
  states,
  transcribe,
  translate,
} as unknown as Readonly<Record<string, Model>>;

export interface Violation {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  /** In AWS's wording: `Member must have length less than or equal to 64`. */
  readonly constraint: string;
}

const patterns = new Map<string, RegExp | undefined>();

/** Undefined where a pattern is not one of JavaScript's. */
function wholeMatch(pattern: string): RegExp | undefined {
  if (!patterns.has(pattern)) {
    let compiled: RegExp | undefined;
    for (const flags of ['u', '']) {
      try {
        compiled ??= new RegExp(`^(?:${pattern})$`, flags);
      } catch {
        // Java takes escapes that JavaScript's Unicode mode does not.
      }
    }
    patterns.set(pattern, compiled);
  }
  return patterns.get(pattern);
}

/**
 * Enumerations that a service compares without regard to case. S3 was recorded to take `x-amz-checksum-mode: enabled`
 * (localstack, test_s3_get_object_checksum).
 */
const caseless: ReadonlySet<string> = new Set(['ChecksumMode']);

class Check {
  readonly violations: Violation[] = [];

  constructor(private readonly model: Model) {}

  value(name: string, value: unknown, path: Violation['path'], multiple?: number): void {
    const shape = this.model.shapes[name];
    if (!shape || value === undefined || value === null) return;
    const fail = (constraint: string) => this.violations.push({ path, value, constraint });
    if (multiple !== undefined && typeof value === 'number' && value % multiple !== 0) {
      fail(`Member must be divisible by ${multiple}`);
    }
    this.range(shape, value, fail);
    if (typeof value === 'string') this.text(shape, caseless.has(name) ? value.toUpperCase() : value, fail);
    else if (Array.isArray(value)) {
      if (shape.of) for (const [index, item] of value.entries()) this.value(shape.of, item, [...path, index]);
    } else if (typeof value === 'object' && !(value instanceof Uint8Array) && !(value instanceof Date)) {
      this.members(shape, value as Readonly<Record<string, unknown>>, path);
    }
  }

  private range({ min, max }: Shape, value: unknown, fail: (constraint: string) => void): void {
    const size = sizeOf(value);
    if (!size) return;
    if (min !== undefined && size.amount < min) fail(`Member must have ${size.of} greater than or equal to ${min}`);
    if (max !== undefined && size.amount > max) fail(`Member must have ${size.of} less than or equal to ${max}`);
  }

  private text(shape: Shape, value: string, fail: (constraint: string) => void): void {
    if (shape.enum && !shape.enum.includes(value)) {
      fail(`Member must satisfy enum value set: [${shape.enum.join(', ')}]`);
    }
    for (const pattern of [shape.pattern ?? []].flat()) {
      if (wholeMatch(pattern)?.test(value) === false) {
        fail(`Member must satisfy regular expression pattern: ${pattern}`);
      }
    }
  }

  private members(shape: Shape, value: Readonly<Record<string, unknown>>, path: Violation['path']): void {
    for (const name of shape.required ?? []) {
      if (value[name] === undefined || value[name] === null) {
        this.violations.push({ path: [...path, name], value: null, constraint: 'Member must not be null' });
      }
    }
    for (const [name, member] of Object.entries(value)) {
      const reference = shape.members?.[name];
      if (typeof reference === 'string') this.value(reference, member, [...path, name]);
      else if (reference) this.value(reference[0], member, [...path, name], reference[1].multiple);
      if (shape.key) this.value(shape.key, name, [...path, name]);
      if (shape.of) this.value(shape.of, member, [...path, name]);
    }
  }
}

function sizeOf(value: unknown): { readonly of: 'value' | 'length'; readonly amount: number } | undefined {
  if (typeof value === 'number') return { of: 'value', amount: value };
  if (typeof value === 'string' || Array.isArray(value)) return { of: 'length', amount: value.length };
  if (value instanceof Uint8Array) return { of: 'length', amount: value.byteLength };
  const isMap = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isMap ? { of: 'length', amount: Object.keys(value as object).length } : undefined;
}

/**
 * Where a request breaks what AWS's published models demand: ranges, patterns, enums, required members. Nothing for
 * operations that the app does not use; see `scripts/request-models.py`.
 */
export function violationsOf(service: string, operation: string, input: unknown): readonly Violation[] {
  const model = models[service];
  const shape = model?.operations[operation];
  if (!model || !shape) return [];
  const check = new Check(model);
  check.value(shape, input ?? {}, []);
  return check.violations;
}

/** The services that do not call this a `ValidationException`. */
const names: Readonly<Record<string, string>> = {
  // Quoted in github.com/linuxacademy/content-aws-mls-c01/issues/1
  transcribe: 'BadRequestException',
  // The only names that their operations model for a bad request.
  athena: 'InvalidRequestException',
  personalize: 'InvalidInputException',
  'personalize-events': 'InvalidInputException',
  'personalize-runtime': 'InvalidInputException',
  // The only name of its operations for a bad argument.
  cloudfront: 'InvalidArgument',
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  s3: 'InvalidArgument',
};

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

/** `settings.inputs.1.member.fileInput`: lists count from 1. */
function coralPath(path: Violation['path']): string {
  return path.map((step) => (typeof step === 'number' ? `${step + 1}.member` : lowerFirst(step))).join('.');
}

/** MediaConvert's own way: `/settings/inputs/0/fileInput`. */
function pointer(path: Violation['path']): string {
  return path.map((step) => `/${typeof step === 'number' ? step : lowerFirst(step)}`).join('');
}

function sentence({ path, value, constraint }: Violation): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const shown = value === null ? 'null' : `'${text.length > 200 ? `${text.slice(0, 200)}…` : text}'`;
  return `Value ${shown} at '${coralPath(path)}' failed to satisfy constraint: ${constraint}`;
}

/** Throws {@link ServiceError}, named as the service names it, for a request that AWS's models do not allow. */
export function requireConstraints({ service, operation }: Pick<Call, 'service' | 'operation'>, input: unknown): void {
  const violations = violationsOf(service, operation, input);
  if (violations.length === 0) return;
  if (service === 'mediaconvert') {
    const message = violations.map(({ path, constraint }) => `${pointer(path)}: ${constraint}`).join(' | ');
    throw new ServiceError('BadRequestException', message);
  }
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected`;
  const message = `${count}: ${violations.map(sentence).join('; ')}`;
  throw new ServiceError(names[service] ?? 'ValidationException', message);
}
