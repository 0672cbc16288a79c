import { randomUUID } from 'node:crypto';
import type { Kernel } from '../../../kernel/kernel';
import { type StreamRecord, shardId } from '../../dynamodb/streams';
import { sendTo } from '../destination';
import type { Functions } from '../functions';
import type { Outcome } from '../sandbox';
import type { Mapping } from './mapping';

interface Reason {
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  /** How often the function was invoked with them. */
  readonly attempts: number;
  /** Of the last invocation, if there was any. */
  readonly outcome?: Outcome;
}

interface House {
  readonly kernel: Kernel;
  readonly functions: Functions;
  readonly mapping: Mapping;
}

const isoTime = ({ dynamodb }: StreamRecord) => new Date(dynamodb.ApproximateCreationDateTime * 1000).toISOString();

/**
 * Gives records up: tells the failure destination where in the stream they are, if there is one.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export async function handOver(
  { kernel, functions, mapping }: House,
  records: readonly StreamRecord[],
  { condition, attempts, outcome }: Reason,
): Promise<void> {
  const [first, last] = [records[0], records.at(-1)] as [StreamRecord, StreamRecord];
  const { functionName, onFailureArn } = mapping;
  const target = functions.get(functionName);
  kernel.log('lambda', 'records of a stream given up', { functionName, condition, records: records.length });
  if (!onFailureArn) return;
  const body = JSON.stringify({
    requestContext: {
      requestId: randomUUID(),
      functionArn: target.arn,
      condition,
      approximateInvokeCount: attempts,
    },
    ...(outcome && {
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        // Null, and not absent, when the function named records instead of failing; recorded.
        functionError: outcome.functionError ?? null,
      },
    }),
    version: '1.0',
    timestamp: new Date(kernel.now()).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first.dynamodb.SequenceNumber,
      endSequenceNumber: last.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: isoTime(first),
      approximateArrivalOfLastRecord: isoTime(last),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
  });
  // As at AWS, a destination that cannot be reached does not hold the stream up.
  await sendTo(kernel, target, { destinationArn: onFailureArn, body }).catch((error: Error) =>
    kernel.log('lambda', 'records given up not delivered', { functionName, error: `${error.name}: ${error.message}` }),
  );
}
