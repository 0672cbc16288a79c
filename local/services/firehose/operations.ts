import { randomBytes } from 'node:crypto';
import type {
  DescribeDeliveryStreamCommandInput,
  DescribeDeliveryStreamCommandOutput,
  ListDeliveryStreamsCommandInput,
  ListDeliveryStreamsCommandOutput,
  PutRecordBatchCommandInput,
  PutRecordBatchCommandOutput,
  PutRecordCommandInput,
  PutRecordCommandOutput,
} from '@aws-sdk/client-firehose';
import type { Kernel } from '../../kernel/kernel';
import { type Call, type Operation, ServiceError } from '../../kernel/service';
import type { Stream } from './stream';

type Output<T> = Omit<T, '$metadata'>;

/** The maximum number of records of one call, and the maximum bytes of a record (API reference). */
const maxRecords = 500;
const maxBatchBytes = 4 * 1024 * 1024;
const maxRecordBytes = 1000 * 1024;
/** The number of names in a response if the request has no limit. */
const defaultPageSize = 10;

const recordId = () => randomBytes(96).toString('base64url');

const invalidMember = (member: string, rule: string) =>
  new ServiceError(
    'ValidationException',
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length ${rule}`,
  );

function dataOf(record: { readonly Data?: Uint8Array } | undefined, member: string): Uint8Array {
  if (!record?.Data) throw invalidMember(`${member}.data`, 'greater than or equal to 1');
  if (record.Data.length > maxRecordBytes)
    throw invalidMember(`${member}.data`, `less than or equal to ${maxRecordBytes}`);
  return record.Data;
}

/** `streams` is keyed by `{region}/{name}`. */
export function operations(kernel: Kernel, streams: ReadonlyMap<string, Stream>): Readonly<Record<string, Operation>> {
  const find = (name: string | undefined, call: Call): Stream => {
    const stream = streams.get(`${call.region}/${name}`);
    if (stream) return stream;
    const message = `Firehose ${name} under account ${call.accountId} not found.`;
    throw new ServiceError('ResourceNotFoundException', message);
  };
  const put = (stream: Stream, records: readonly Uint8Array[]) => {
    try {
      stream.put(records);
    } catch (error) {
      kernel.log('firehose', 'records could not be stored', { error: String(error) });
      throw new ServiceError('ServiceUnavailableException', 'The service is unavailable. Back off and retry.', 503);
    }
  };
  return {
    PutRecord(input: PutRecordCommandInput, call): Output<PutRecordCommandOutput> {
      const stream = find(input.DeliveryStreamName, call);
      put(stream, [dataOf(input.Record, 'record')]);
      return { RecordId: recordId(), Encrypted: false };
    },
    PutRecordBatch(input: PutRecordBatchCommandInput, call): Output<PutRecordBatchCommandOutput> {
      const stream = find(input.DeliveryStreamName, call);
      const { Records = [] } = input;
      if (Records.length === 0) throw invalidMember('records', 'greater than or equal to 1');
      if (Records.length > maxRecords) throw invalidMember('records', `less than or equal to ${maxRecords}`);
      const data = Records.map((record, index) => dataOf(record, `records.${index + 1}.member`));
      if (data.reduce((sum, { length }) => sum + length, 0) > maxBatchBytes) {
        throw new ServiceError('InvalidArgumentException', 'Records size exceeds 4 MB limit');
      }
      put(stream, data);
      return { FailedPutCount: 0, Encrypted: false, RequestResponses: data.map(() => ({ RecordId: recordId() })) };
    },
    DescribeDeliveryStream(
      input: DescribeDeliveryStreamCommandInput,
      call,
    ): Output<DescribeDeliveryStreamCommandOutput> {
      const { definition } = find(input.DeliveryStreamName, call);
      const { name, arn, createdAt, roleArn, bucket, prefix, errorPrefix, buffering, kmsKey } = definition;
      return {
        DeliveryStreamDescription: {
          DeliveryStreamName: name,
          DeliveryStreamARN: arn,
          DeliveryStreamStatus: 'ACTIVE',
          DeliveryStreamType: 'DirectPut',
          VersionId: '1',
          CreateTimestamp: new Date(createdAt),
          HasMoreDestinations: false,
          Destinations: [
            {
              DestinationId: 'destinationId-000000000001',
              ExtendedS3DestinationDescription: {
                RoleARN: roleArn,
                BucketARN: `arn:aws:s3:::${bucket}`,
                Prefix: prefix,
                ErrorOutputPrefix: errorPrefix,
                BufferingHints: { SizeInMBs: buffering.megabytes, IntervalInSeconds: buffering.seconds },
                CompressionFormat: 'UNCOMPRESSED',
                EncryptionConfiguration: kmsKey
                  ? { KMSEncryptionConfig: { AWSKMSKeyARN: kmsKey } }
                  : { NoEncryptionConfig: 'NoEncryption' },
              },
            },
          ],
        },
      };
    },
    ListDeliveryStreams(input: ListDeliveryStreamsCommandInput, call): Output<ListDeliveryStreamsCommandOutput> {
      const { Limit = defaultPageSize, ExclusiveStartDeliveryStreamName: after = '' } = input;
      const names = [...streams.values()]
        .filter(({ definition }) => definition.region === call.region && definition.name > after)
        .map(({ definition }) => definition.name)
        .sort();
      return { DeliveryStreamNames: names.slice(0, Limit), HasMoreDeliveryStreams: names.length > Limit };
    },
  };
}
