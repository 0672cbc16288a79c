import type { DeleteObjectCommandInput, DeleteObjectsCommandInput, ObjectIdentifier } from '@aws-sdk/client-s3';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import type { Bucket } from '../bucket';
import { checkVersionId, objectArn } from '../model';
import type { Storage } from '../storage';
import { checkWrite } from './conditions';

interface Removed {
  readonly VersionId?: string;
  readonly DeleteMarker?: boolean;
}

/** `DeleteObject` and `DeleteObjects`. */
export function deleteOperations(storage: Storage): Readonly<Record<string, Operation>> {
  /** Deleting an object that does not exist succeeds. */
  async function remove(
    bucket: Bucket,
    key: string,
    versionId: string | undefined,
    etag: string | undefined,
    call: Call,
  ): Promise<Removed> {
    const found = versionId ? bucket.find(key, versionId) : bucket.current(key);
    if (etag !== undefined) checkWrite({ IfMatch: etag }, found);
    if (!versionId) {
      const marker = await storage.delete(bucket, key, 'DeleteObject', call);
      return marker ? { VersionId: marker.versionId, DeleteMarker: true } : {};
    }
    if (found) await storage.remove(bucket, found, 'DeleteObject', call);
    return { VersionId: versionId, ...(found?.deleteMarker && { DeleteMarker: true }) };
  }

  async function removeOne(bucket: Bucket, { Key = '', VersionId, ETag }: ObjectIdentifier, call: Call) {
    const action = VersionId ? 's3:DeleteObjectVersion' : 's3:DeleteObject';
    storage.kernel.authorize(call.principal, bucket.settings.region, [
      { action, resource: objectArn(bucket.settings.name, Key) },
    ]);
    // Recorded from S3 (localstack, test_delete_objects and test_delete_objects_versioned), for ids that never existed.
    // The version "null" is the name of a place, which may be empty.
    if (VersionId && VersionId !== 'null' && !bucket.find(Key, VersionId)) {
      throw new ServiceError('NoSuchVersion', 'The specified version does not exist.', 404);
    }
    const done = await remove(bucket, Key, VersionId, ETag, call);
    return {
      Key,
      VersionId,
      ...(done.DeleteMarker && { DeleteMarker: true, DeleteMarkerVersionId: done.VersionId }),
    };
  }

  return {
    DeleteObject(input: DeleteObjectCommandInput, call: Call) {
      const { Key = '', VersionId, IfMatch, IfMatchLastModifiedTime, IfMatchSize } = input;
      const bucket = storage.bucket(input, call);
      // These members are for directory buckets.
      if (IfMatchLastModifiedTime !== undefined || IfMatchSize !== undefined) {
        throw new ServiceError(
          'NotImplemented',
          'A header you provided implies functionality that is not implemented',
          501,
        );
      }
      checkVersionId(bucket.settings, VersionId);
      return remove(bucket, Key, VersionId, IfMatch, call);
    },

    async DeleteObjects(input: DeleteObjectsCommandInput, call: Call) {
      const bucket = storage.bucket(input, call);
      const { Objects = [], Quiet } = input.Delete ?? {};
      if (!Objects.length || Objects.length > 1000) {
        throw new ServiceError(
          'MalformedXML',
          'The XML you provided was not well-formed or did not validate against our published schema',
        );
      }
      const Deleted: object[] = [];
      const Errors: object[] = [];
      for (const object of Objects) {
        try {
          Deleted.push(await removeOne(bucket, object, call));
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          const { Key, VersionId } = object;
          Errors.push({ Key, VersionId, Code: error.name, Message: error.message });
        }
      }
      return { ...(!Quiet && { Deleted }), ...(Errors.length && { Errors }) };
    },
  };
}
