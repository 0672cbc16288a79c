import type { Call, Permissions } from '../../kernel/service';

const onStream = (action: string) => (input: { readonly DeliveryStreamName?: string }, call: Call) => [
  {
    action: `firehose:${action}`,
    resource: `arn:aws:firehose:${call.region}:${call.accountId}:deliverystream/${input.DeliveryStreamName}`,
  },
];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisfirehose.html */
export const permissions: Permissions = {
  DescribeDeliveryStream: onStream('DescribeDeliveryStream'),
  ListDeliveryStreams: () => [{ action: 'firehose:ListDeliveryStreams', resource: '*' }],
  PutRecord: onStream('PutRecord'),
  PutRecordBatch: onStream('PutRecordBatch'),
};
