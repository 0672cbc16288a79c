import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem, type Item } from '../shared/items';

const image = z.optional(z.record(z.string(), z.custom<AttributeValue>()));

/** An event of a DynamoDB stream: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
export const streamEvent = z.object({
  Records: z.array(
    z.object({
      dynamodb: z.object({
        Keys: z.object({ id: z.object({ S: z.string() }) }),
        NewImage: image,
        OldImage: image,
        SequenceNumber: z.string(),
      }),
    }),
  ),
});
export type StreamEvent = z.output<typeof streamEvent>;

/** A row before and after the changes to it in one batch. */
export interface Change {
  readonly id: string;
  readonly before?: Record<string, unknown>;
  readonly after?: Record<string, unknown>;
  /** Position in the stream of the first of these changes, from which a retry starts. */
  readonly since: string;
}

const rowOf = (item: Item | undefined) => item && fromItem(item);

/** Merges the changes of each row, in the order of the rows' first changes. */
export function changesOf({ Records }: StreamEvent): Change[] {
  const changes = new Map<string, Change>();
  for (const { dynamodb } of Records) {
    const { Keys, NewImage, OldImage, SequenceNumber } = dynamodb;
    const id = Keys.id.S;
    const earlier = changes.get(id);
    changes.set(id, {
      id,
      before: earlier ? earlier.before : rowOf(OldImage),
      after: rowOf(NewImage),
      since: earlier?.since ?? SequenceNumber,
    });
  }
  return [...changes.values()];
}
