import { CreateDataDeletionJobCommand, DescribeDataDeletionJobCommand } from '@aws-sdk/client-personalize';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { allow, deployRole } from '../../../testing/role';
import { type Stand, startStand, until } from './support';

const none = 'worker.cjs';
const reading = [allow('s3:GetObject', 's3:ListBucket')];
let stand: Stand;

afterEach(() => stand.laptop.stop());

const creation = (jobName: string, roleArn: string, bucket: string) =>
  stand.personalize.send(
    new CreateDataDeletionJobCommand({
      ...{ jobName, datasetGroupArn: stand.groupArn, roleArn },
      dataSource: { dataLocation: `s3://${bucket}/users.csv` },
    }),
  );

/** Returns the status of a job with this list of users, and the reason of its failure. */
async function deletion(list: string, properties: object = {}, statements: readonly object[] = reading) {
  const { ref: bucket } = await stand.laptop.deploy('AWS::S3::Bucket', 'Erasure', properties);
  const s3 = new S3Client(stand.laptop.clientConfig);
  const object = { Bucket: bucket, Key: 'users.csv', Body: list };
  await s3.send(new PutObjectCommand({ ...object, ServerSideEncryption: 'AES256' }));
  s3.destroy();
  const roleArn = await deployRole(stand.laptop, 'personalize.amazonaws.com', statements, 'Eraser');
  const { dataDeletionJobArn } = await creation('erasure', roleArn, bucket);
  const job = await until(async () => {
    const found = await stand.personalize.send(new DescribeDataDeletionJobCommand({ dataDeletionJobArn }));
    return /COMPLETED|FAILED/.test(found.dataDeletionJob?.status ?? '') ? found.dataDeletionJob : undefined;
  });
  return [job.status, job.failureReason];
}

const customerKey = {
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [
      {
        ServerSideEncryptionByDefault: {
          ...{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'arn:aws:kms:eu-west-1:000000000000:key/k' },
        },
      },
    ],
  },
};

test.each<[string, string, object, object[], unknown[]]>([
  ['one column', 'USER_ID\nann\n', {}, reading, ['COMPLETED', undefined]],
  ['another column', 'USER_ID,ITEM_ID\nann,a\n', {}, reading, ['FAILED', expect.stringContaining('single column')]],
  ['no column USER_ID', 'USER\nann\n', {}, reading, ['FAILED', expect.stringContaining('missing')]],
  ['a customer’s key', 'USER_ID\nann\n', customerKey, reading, ['FAILED', expect.stringContaining('KMS key')]],
  [
    'a role that may not list',
    'USER_ID\nann\n',
    {},
    [allow('s3:GetObject')],
    ['FAILED', expect.stringContaining('s3:ListBucket')],
  ],
])('a list with %s', async (_, list, bucket, statements, expected) => {
  stand = await startStand(none);
  await expect(deletion(list, bucket, statements)).resolves.toEqual(expected);
});

test('a sixth pending job is refused', async () => {
  stand = await startStand(none, undefined, 3_600_000);
  const roleArn = await deployRole(stand.laptop, 'personalize.amazonaws.com', reading, 'Eraser');
  for (let job = 1; job <= 5; job++) await creation(`erasure-${job}`, roleArn, 'some-bucket');
  await expect(creation('erasure-6', roleArn, 'some-bucket')).rejects.toMatchObject({ name: 'LimitExceededException' });
});
