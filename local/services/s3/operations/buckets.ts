import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import type { Buckets } from '../buckets';

interface Named {
  readonly Bucket?: string;
}

export function bucketOperations(buckets: Buckets): Readonly<Record<string, Operation>> {
  const settings = ({ Bucket = '' }: Named) => buckets.get(Bucket).settings;
  return {
    ListBuckets: () => ({
      Buckets: buckets.list().map(({ name, region, createdAt }) => ({
        Name: name,
        BucketRegion: region,
        CreationDate: new Date(createdAt),
      })),
      Owner: { ID: buckets.kernel.accountId },
    }),
    HeadBucket: (input: Named) => ({ BucketRegion: settings(input).region }),
    GetBucketLocation: (input: Named) => ({ LocationConstraint: settings(input).region }),
    GetBucketVersioning: (input: Named) => (settings(input).versioned ? { Status: 'Enabled' } : {}),
    GetBucketEncryption: (input: Named) => {
      const { algorithm, keyId } = settings(input).encryption;
      const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, KMSMasterKeyID: keyId } };
      return { ServerSideEncryptionConfiguration: { Rules: [{ ...rule, BucketKeyEnabled: keyId !== undefined }] } };
    },
    CreateBucket({ Bucket = '' }: Named, { region }: Call) {
      if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(Bucket)) {
        throw new ServiceError('InvalidBucketName', 'The specified bucket is not valid.');
      }
      if (buckets.find(Bucket)) {
        const message = 'Your previous request to create the named bucket succeeded and you already own it.';
        throw new ServiceError('BucketAlreadyOwnedByYou', message, 409);
      }
      buckets.put({ name: Bucket, region, versioned: false, notifies: false, encryption: { algorithm: 'AES256' } });
      return { Location: `/${Bucket}` };
    },
    DeleteBucket({ Bucket = '' }: Named) {
      buckets.remove(Bucket);
      return {};
    },
  };
}
