import type { CreateBucketCommandInput, ListBucketsCommandInput } from '@aws-sdk/client-s3';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import { compareKeys } from '../key-order';
import type { BucketInput, Storage } from '../storage';

/** Source: S3 user guide, "General purpose buckets naming rules". */
const nameForm = /^(?!\d+\.\d+\.\d+\.\d+$)(?!xn--)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export function bucketOperations(storage: Storage): Readonly<Record<string, Operation>> {
  const { buckets, kernel } = storage;
  return {
    ListBuckets(input: ListBucketsCommandInput) {
      const { Prefix = '', MaxBuckets = 10_000, ContinuationToken = '' } = input;
      const matching = buckets
        .all()
        .map(({ settings }) => settings)
        .filter(({ name, region }) => name.startsWith(Prefix) && region === (input.BucketRegion ?? region))
        .sort((a, b) => compareKeys(a.name, b.name))
        .filter(({ name }) => compareKeys(name, ContinuationToken) > 0);
      const page = matching.slice(0, MaxBuckets);
      return {
        Buckets: page.map(({ name, region, createdAt }) => ({
          Name: name,
          BucketRegion: region,
          CreationDate: new Date(createdAt),
        })),
        Owner: { ID: kernel.accountId },
        ...(Prefix && { Prefix }),
        ...(page.length < matching.length && { ContinuationToken: page.at(-1)?.name }),
      };
    },

    HeadBucket: ({ Bucket = '' }: BucketInput) => ({
      BucketRegion: buckets.get(Bucket).settings.region,
      AccessPointAlias: false,
    }),

    CreateBucket({ Bucket = '', CreateBucketConfiguration }: CreateBucketCommandInput, call: Call) {
      if (!nameForm.test(Bucket)) {
        throw new ServiceError('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: Bucket });
      }
      const region = CreateBucketConfiguration?.LocationConstraint ?? 'us-east-1';
      // The oldest endpoint creates buckets in every region.
      if (region !== call.region && call.region !== 'us-east-1') {
        const message = `The ${CreateBucketConfiguration?.LocationConstraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`;
        throw new ServiceError('IllegalLocationConstraintException', message);
      }
      if (buckets.find(Bucket)) {
        const message = 'Your previous request to create the named bucket succeeded and you already own it.';
        throw new ServiceError('BucketAlreadyOwnedByYou', message, 409, { BucketName: Bucket });
      }
      buckets.put({ name: Bucket, region, notifies: false, encryption: { algorithm: 'AES256' } });
      return { Location: `/${Bucket}` };
    },

    DeleteBucket(input: BucketInput, call: Call) {
      storage.bucket(input, call);
      buckets.remove(input.Bucket as string);
      return {};
    },
  };
}
