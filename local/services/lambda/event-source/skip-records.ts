import { randomUUID } from 'node:crypto';
import type { Kernel } from '../../../kernel/kernel';
import { type StreamRecord, shardId } from '../../dynamodb/streams';
import { putRecord, sendTo } from '../destination';
import type { Functions } from '../functions';
import type { Outcome } from '../sandbox';
import type { Mapping } from './mapping';

interface Reason {
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  /** The number of invocations with these records. */
  readonly attempts: number;
  /** The result of the last invocation, if there was any. */
  readonly outcome?: Outcome;
}

interface House {
  readonly kernel: Kernel;
  readonly functions: Functions;
  readonly mapping: Mapping;
}

const isoTime = ({ dynamodb }: StreamRecord) => new Date(dynamodb.ApproximateCreationDateTime * 1000).toISOString();

/**
 * Skips records, and sends their position in the stream to the failure destination, if there is one. A bucket receives
 * the whole invocation too, as a text.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export async function skipRecords(
  { kernel, functions, mapping }: House,
  records: readonly StreamRecord[],
  { condition, attempts, outcome }: Reason,
): Promise<void> {
  const [first, last] = [records[0], records.at(-1)] as [StreamRecord, StreamRecord];
  const { functionName, onFailureArn } = mapping;
  const target = functions.get(functionName);
  kernel.log('lambda', 'records of a stream were skipped after all retries', {
    functionName,
    condition,
    records: records.length,
  });
  if (!onFailureArn) return;
  const toBucket = onFailureArn.split(':')[2] === 's3';
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
        // The value is null and not absent if the function reported failed records instead of failing itself; recorded.
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
    ...(toBucket && { payload: JSON.stringify({ Records: records }) }),
  });
  // As on AWS, a destination that cannot be reached does not block the stream.
  const sent = toBucket
    ? putRecord(kernel, target, { bucketArn: onFailureArn, folder: `${mapping.id}/${shardId}`, body })
    : sendTo(kernel, target, { destinationArn: onFailureArn, body });
  await sent.catch((error: Error) =>
    kernel.log('lambda', 'the report of skipped records could not be delivered', {
      functionName,
      error: `${error.name}: ${error.message}`,
    }),
  );
}
