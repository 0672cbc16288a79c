import type {
  DeleteObjectTaggingCommandInput,
  GetObjectTaggingCommandInput,
  PutObjectTaggingCommandInput,
} from '@aws-sdk/client-s3';
import type { Call, Operation } from '../../../kernel/service';
import type { Bucket } from '../bucket';
import { type Tags, visibleVersion } from '../model';
import type { Storage } from '../storage';
import { checkTags } from './object-input';

function deleteMarkerOf(bucket: Bucket, key: string): string | undefined {
  const current = bucket.current(key);
  return current?.deleteMarker ? current.versionId : undefined;
}

export const tagSet = (tags: Tags = {}) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export function taggingOperations(storage: Storage): Readonly<Record<string, Operation>> {
  function find(input: GetObjectTaggingCommandInput, call: Call) {
    const bucket = storage.bucket(input, call);
    // Reads report a deleted object as missing, but requests for tags apply to its delete marker (recorded).
    const VersionId = input.VersionId ?? deleteMarkerOf(bucket, input.Key as string);
    return { bucket, version: storage.version(bucket, input.Key as string, VersionId, call) };
  }

  function set(input: DeleteObjectTaggingCommandInput, call: Call, tags: Tags | undefined) {
    const { bucket, version } = find(input, call);
    const { tags: _before, ...rest } = version;
    bucket.write({ put: { ...rest, ...(tags && { tags }) } });
    return { VersionId: visibleVersion(version, bucket.settings) };
  }

  return {
    GetObjectTagging(input: GetObjectTaggingCommandInput, call: Call) {
      const { bucket, version } = find(input, call);
      return { VersionId: visibleVersion(version, bucket.settings), TagSet: tagSet(version.tags) };
    },
    PutObjectTagging: (input: PutObjectTaggingCommandInput, call: Call) =>
      set(input, call, checkTags(input.Tagging?.TagSet ?? [])),
    DeleteObjectTagging: (input: DeleteObjectTaggingCommandInput, call: Call) => set(input, call, undefined),
  };
}
