import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { ServiceError } from '../../kernel/service';

interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly traceHeader?: string;
  readonly senderId: string;
  /** Milliseconds since 1970, as are all times of a message. */
  readonly sentAt: number;
  /** Before this time, the message cannot be received, because it is delayed or in flight. */
  readonly visibleAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt?: number;
  /** The receipt handle of the last receive. Handles of earlier ones can still delete, but not extend. */
  readonly receipt?: string;
  /** The queue that the message was moved from, if this is a dead-letter queue. */
  readonly deadLetterSource?: string;
}

/** Counts the bytes of body and attributes, as for the limits on messages and batches. */
export function messageBytes(body: string, attributes: Message['attributes']): number {
  const attributeBytes = Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue, BinaryValue }]) =>
      sum + Buffer.byteLength(name + DataType + (StringValue ?? '')) + Buffer.byteLength(BinaryValue ?? '', 'base64'),
    0,
  );
  return Buffer.byteLength(body) + attributeBytes;
}

const maxAttributes = 10;

/** Throws `InvalidParameterValue` for values that AWS refuses. */
export function messageAttributes(given: Record<string, MessageAttributeValue> = {}): Message['attributes'] {
  const entries = Object.entries(given);
  if (entries.length > maxAttributes) {
    throw invalid(`Number of message attributes [${entries.length}] exceeds the allowed maximum [${maxAttributes}].`);
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, messageAttribute(name, value)]));
}

function messageAttribute(
  name: string,
  { DataType, StringValue, BinaryValue }: MessageAttributeValue,
): MessageAttribute {
  if (!/^(?!aws\.|amazon\.)[\w-]+(\.[\w-]+)*$/i.test(name) || name.length > 256) {
    throw invalid(`Message attribute name '${name}' is invalid.`);
  }
  const kind = DataType?.split('.')[0];
  if (kind === 'Binary' && BinaryValue && BinaryValue.length > 0) {
    return { DataType: DataType as string, BinaryValue: Buffer.from(BinaryValue).toString('base64') };
  }
  if ((kind === 'String' || kind === 'Number') && StringValue) {
    if (kind === 'Number' && Number.isNaN(Number(StringValue))) {
      throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
    }
    return { DataType: DataType as string, StringValue };
  }
  throw invalid(`The message (user) attribute '${name}' must contain a non-empty value of the type '${DataType}'.`);
}

export const md5 = (data: string | Buffer) => createHash('md5').update(data).digest('hex');

/**
 * Computes the digest by which clients check attributes: name, type and value in order of names, each preceded by its
 * length in four bytes (developer guide, "Calculating the MD5 message digest for message attributes").
 */
export function attributesMd5(attributes: Message['attributes']): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts = names.flatMap((name) => {
    const { DataType, StringValue, BinaryValue } = attributes[name] as MessageAttribute;
    const isBinary = BinaryValue !== undefined;
    const value = isBinary ? Buffer.from(BinaryValue, 'base64') : Buffer.from(StringValue ?? '');
    return [
      ...withLength(Buffer.from(name)),
      ...withLength(Buffer.from(DataType)),
      Buffer.from([isBinary ? 2 : 1]),
      ...withLength(value),
    ];
  });
  return md5(Buffer.concat(parts));
}

function withLength(bytes: Buffer): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}

/** Returns whether XML 1.0 can represent the text. Bodies with other characters are refused. */
export function isSendable(body: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are what is looked for
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(body);
}

export function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValue', message);
}
