import { NormalizedSchema } from '@smithy/core/schema';
import type { Api } from '../kernel/service';

/** The static form in which SDK packages export an operation: `[9, namespace, name, traits, input, output]`. */
type OperationSchema = readonly [
  kind: 9,
  namespace: string,
  name: string,
  traits: { http?: OperationShape['http'] },
  input: unknown,
  output: unknown,
];

export interface OperationShape {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Names of members that a request must have. */
  readonly required: readonly string[];
  /** Of REST protocols: `['PUT', '/{Key+}?x-id=PutObject', 200]`. */
  readonly http?: readonly [method: string, path: string, status: number];
}

interface ErrorShape {
  readonly schema: NormalizedSchema;
  /** The name on the wire, which for query services may differ from the shape's. */
  readonly code: string;
  readonly status: number;
}

/** A client's protocol object: where the SDK keeps the codec, and the names that requests are addressed by. */
interface ClientProtocol {
  getShapeId(): string;
  getPayloadCodec(): Codec;
  /** The beginning of `X-Amz-Target` in the JSON protocols. */
  readonly serviceTarget?: string;
  readonly options: { readonly xmlNamespace?: string };
}

export interface Codec {
  createSerializer(): { write(schema: unknown, value: unknown): void; flush(): string | Uint8Array };
  createDeserializer(): { read(schema: unknown, bytes: Uint8Array): Promise<unknown> | unknown };
}

/** The properties of a service's wire protocol, from its SDK package. */
export interface ServiceShape {
  readonly operations: ReadonlyMap<string, OperationShape>;
  readonly errors: ReadonlyMap<string, ErrorShape>;
  readonly protocol: ClientProtocol;
}

/** The parts of a structure's static schema that {@link NormalizedSchema} does not give: how many members are required. */
function requiredMembers(schema: NormalizedSchema): string[] {
  const definition = schema.getSchema() as readonly unknown[];
  if (!Array.isArray(definition)) return [];
  const names = (definition[4] ?? []) as string[];
  return names.slice(0, (definition[6] as number | undefined) ?? 0);
}

function operationShape(schema: OperationSchema): OperationShape {
  const [, , name, traits, input, output] = schema;
  const inputSchema = NormalizedSchema.of((input ?? 'unit') as never);
  const outputSchema = NormalizedSchema.of((output ?? 'unit') as never);
  return {
    name,
    input: inputSchema,
    output: outputSchema,
    required: inputSchema.isStructSchema() ? requiredMembers(inputSchema) : [],
    ...(traits.http && { http: traits.http }),
  };
}

function errorShape(schema: NormalizedSchema): ErrorShape {
  const traits = schema.getMergedTraits() as {
    error?: string;
    httpError?: number;
    awsQueryError?: readonly [string, number];
  };
  return {
    schema,
    code: traits.awsQueryError?.[0] ?? schema.getName() ?? 'UnknownError',
    status: traits.awsQueryError?.[1] ?? traits.httpError ?? (traits.error === 'server' ? 500 : 400),
  };
}

function clientProtocol(sdk: Record<string, unknown>): ClientProtocol {
  const clientName = Object.keys(sdk).find((name) => /^[A-Z].*Client$/.test(name));
  const Client = sdk[clientName ?? ''] as new (config: object) => { config: { protocol: ClientProtocol } };
  return new Client({ region: 'us-east-1', credentials: { accessKeyId: '-', secretAccessKey: '-' } }).config.protocol;
}

/** Reads the exported schemas (`Name$`) of an `@aws-sdk/client-*` package. */
export function describeService(service: Api): ServiceShape {
  const sdk = service.sdk as Record<string, unknown>;
  const operations = new Map<string, OperationShape>();
  const errors = new Map<string, ErrorShape>();
  for (const [name, value] of Object.entries(sdk)) {
    if (!name.endsWith('$') || !Array.isArray(value)) continue;
    if (value[0] === 9) operations.set(value[2], operationShape(value as unknown as OperationSchema));
    if (value[0] === -3) errors.set(value[2], errorShape(NormalizedSchema.of(value as never)));
  }
  return { operations, errors, protocol: clientProtocol(sdk) };
}

/** A value in the codec's form. */
export function encode(codec: Codec, schema: NormalizedSchema, value: unknown): Buffer {
  const serializer = codec.createSerializer();
  serializer.write(schema, value);
  const bytes = serializer.flush();
  return typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
