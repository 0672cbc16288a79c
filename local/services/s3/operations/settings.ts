import {
  type PutBucketLifecycleConfigurationCommandInput,
  type PutBucketPolicyCommandInput,
  type PutBucketVersioningCommandInput,
  TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import { checkLifecycle, ruleFromApi } from '../lifecycle-rules';
import { bucketArn, type LifecycleRule, type ReplicationRule } from '../model';
import type { BucketInput, Storage } from '../storage';
import { tagSet } from './tagging';

const missing = (name: string, message: string) => new ServiceError(name, message, 404);

/** Returns the settings in a bucket's template. The policy can be replaced until the next start. */
export function settingsOperations(storage: Storage): Readonly<Record<string, Operation>> {
  const settings = (input: BucketInput, call: Call) => storage.bucket(input, call).settings;
  return {
    // This request needs no region, because callers use it to find the bucket's region.
    GetBucketLocation({ Bucket = '' }: BucketInput) {
      const { region } = storage.buckets.get(Bucket).settings;
      return region === 'us-east-1' ? {} : { LocationConstraint: region };
    },
    GetBucketVersioning: (input: BucketInput, call: Call) => ({ Status: settings(input, call).versioning }),
    PutBucketVersioning(input: PutBucketVersioningCommandInput, call: Call) {
      const { createdAt: _kept, ...rest } = settings(input, call);
      const versioning = input.VersioningConfiguration?.Status;
      if (versioning !== 'Enabled' && versioning !== 'Suspended') {
        throw new ServiceError('IllegalVersioningConfigurationException', 'The Versioning element must be specified');
      }
      if (rest.replication && versioning === 'Suspended') {
        const message =
          'A replication configuration is present on this bucket, so you cannot change the versioning state.';
        throw new ServiceError('InvalidBucketState', message, 409);
      }
      storage.buckets.put({ ...rest, versioning });
      return {};
    },
    GetBucketEncryption(input: BucketInput, call: Call) {
      const { algorithm, keyId, bucketKey = false } = settings(input, call).encryption;
      const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: algorithm, KMSMasterKeyID: keyId };
      const rule = { ApplyServerSideEncryptionByDefault, BucketKeyEnabled: bucketKey };
      return { ServerSideEncryptionConfiguration: { Rules: [rule] } };
    },
    GetBucketCors(input: BucketInput, call: Call) {
      const { cors } = settings(input, call);
      if (!cors) throw missing('NoSuchCORSConfiguration', 'The CORS configuration does not exist');
      return { CORSRules: cors };
    },
    GetBucketLifecycleConfiguration(input: BucketInput, call: Call) {
      const { lifecycle = [], smallestMoved = 'all_storage_classes_128K' } = settings(input, call);
      if (!lifecycle.length) {
        throw missing('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist');
      }
      return { Rules: lifecycle.map(lifecycleRule), TransitionDefaultMinimumObjectSize: smallestMoved };
    },
    PutBucketLifecycleConfiguration(input: PutBucketLifecycleConfigurationCommandInput, call: Call) {
      const { createdAt: _kept, ...rest } = settings(input, call);
      const smallestMoved = input.TransitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K';
      if (!(Object.values(TransitionDefaultMinimumObjectSize) as string[]).includes(smallestMoved)) {
        const message = `Invalid TransitionDefaultMinimumObjectSize found: ${smallestMoved}`;
        throw new ServiceError('InvalidRequest', message);
      }
      const lifecycle = (input.LifecycleConfiguration?.Rules ?? []).map(ruleFromApi);
      checkLifecycle(lifecycle);
      storage.buckets.put({ ...rest, lifecycle, smallestMoved });
      return { TransitionDefaultMinimumObjectSize: smallestMoved };
    },
    DeleteBucketLifecycle(input: BucketInput, call: Call) {
      const { createdAt: _kept, ...rest } = settings(input, call);
      storage.buckets.put({ ...rest, lifecycle: [] });
      return {};
    },
    GetBucketReplication(input: BucketInput, call: Call) {
      const { replication } = settings(input, call);
      if (!replication) {
        throw missing('ReplicationConfigurationNotFoundError', 'The replication configuration was not found');
      }
      return { ReplicationConfiguration: { Role: replication.roleArn, Rules: replication.rules.map(replicationRule) } };
    },
    GetBucketNotificationConfiguration: (input: BucketInput, call: Call) =>
      settings(input, call).notifies ? { EventBridgeConfiguration: {} } : {},
    GetBucketPolicy(input: BucketInput, call: Call) {
      const policy = storage.buckets.policies.get(settings(input, call).name);
      if (!policy) throw missing('NoSuchBucketPolicy', 'The bucket policy does not exist');
      return { Policy: JSON.stringify(policy) };
    },
    PutBucketPolicy(input: PutBucketPolicyCommandInput, call: Call) {
      const { name } = settings(input, call);
      let document: unknown;
      try {
        document = JSON.parse(input.Policy ?? '');
        storage.buckets.kernel.resourcePolicy(bucketArn(name), document);
      } catch (error) {
        throw new ServiceError('MalformedPolicy', `This policy is not valid: ${(error as Error).message}`);
      }
      storage.buckets.policies.set(name, document);
      return {};
    },
    DeleteBucketPolicy(input: BucketInput, call: Call) {
      const { name } = settings(input, call);
      storage.buckets.kernel.resourcePolicy(bucketArn(name), undefined);
      storage.buckets.policies.delete(name);
      return {};
    },
    GetPublicAccessBlock(input: BucketInput, call: Call) {
      const { publicAccessBlock } = settings(input, call);
      if (!publicAccessBlock) {
        throw missing('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found');
      }
      return { PublicAccessBlockConfiguration: publicAccessBlock };
    },
    GetBucketOwnershipControls(input: BucketInput, call: Call) {
      const { ownership = 'BucketOwnerEnforced' } = settings(input, call);
      return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } };
    },
    GetBucketTagging(input: BucketInput, call: Call) {
      const { tags = {} } = settings(input, call);
      if (!Object.keys(tags).length) throw missing('NoSuchTagSet', 'The TagSet does not exist');
      return { TagSet: tagSet(tags) };
    },
  };
}

/** A single condition stands alone; several are in `And`. */
function filterOf({ prefix, tags, ...sizes }: Pick<LifecycleRule, 'prefix' | 'tags' | 'largerThan' | 'smallerThan'>) {
  const { largerThan: ObjectSizeGreaterThan, smallerThan: ObjectSizeLessThan } = sizes;
  const Tags = tagSet(tags);
  const others = { ObjectSizeGreaterThan, ObjectSizeLessThan };
  const predicates = [prefix || undefined, ...Tags, ...Object.values(others)].filter((value) => value !== undefined);
  if (predicates.length > 1) return { And: { Prefix: prefix, Tags: Tags.length ? Tags : undefined, ...others } };
  if (Tags[0]) return { Tag: Tags[0] };
  return prefix || predicates.length === 0 ? { Prefix: prefix } : others;
}

function lifecycleRule(rule: LifecycleRule) {
  const { abortUploadsAfterDays, expireAfterDays, expireAt, removeLoneMarkers, noncurrentDays } = rule;
  const expires = expireAfterDays !== undefined || expireAt !== undefined || removeLoneMarkers;
  const { id, prefix, tags, largerThan, smallerThan } = rule;
  return {
    ID: id,
    Status: rule.disabled ? 'Disabled' : 'Enabled',
    Filter: filterOf({ prefix, tags, largerThan, smallerThan }),
    ...(abortUploadsAfterDays !== undefined && {
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: abortUploadsAfterDays },
    }),
    ...(expires && {
      Expiration: {
        Days: expireAfterDays,
        Date: expireAt && new Date(expireAt),
        ExpiredObjectDeleteMarker: removeLoneMarkers,
      },
    }),
    ...(noncurrentDays !== undefined && {
      NoncurrentVersionExpiration: { NoncurrentDays: noncurrentDays, NewerNoncurrentVersions: rule.keepNoncurrent },
    }),
    Transitions: rule.transitions?.map(({ days, date, storageClass }) => ({
      Days: days,
      Date: date && new Date(date),
      StorageClass: storageClass,
    })),
    NoncurrentVersionTransitions: rule.noncurrentTransitions?.map(({ days, storageClass }) => ({
      NoncurrentDays: days,
      StorageClass: storageClass,
    })),
  };
}

function replicationRule(rule: ReplicationRule) {
  const { id, priority, prefix, tags, deleteMarkers, kmsObjects, destination, replicaKey } = rule;
  const status = (enabled: boolean) => ({ Status: enabled ? 'Enabled' : 'Disabled' });
  return {
    ID: id,
    Priority: priority,
    Status: 'Enabled',
    Filter: filterOf({ prefix, tags }),
    DeleteMarkerReplication: status(deleteMarkers),
    SourceSelectionCriteria: { SseKmsEncryptedObjects: status(kmsObjects) },
    Destination: {
      Bucket: bucketArn(destination),
      ...(replicaKey && { EncryptionConfiguration: { ReplicaKmsKeyID: replicaKey } }),
    },
  };
}
