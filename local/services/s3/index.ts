import * as sdk from '@aws-sdk/client-s3';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { applyLifecycle } from './lifecycle';
import { bucketOperations } from './operations/buckets';
import { copyObject } from './operations/copy-object';
import { deleteOperations } from './operations/delete-objects';
import { listObjectVersions } from './operations/list-object-versions';
import { listObjectsOperations } from './operations/list-objects';
import { multipartOperations } from './operations/multipart';
import { putObject } from './operations/put-object';
import { readOperations } from './operations/read-object';
import { settingsOperations } from './operations/settings';
import { taggingOperations } from './operations/tagging';
import { permissions } from './permissions';
import { bucketResources } from './resources';
import { Storage } from './storage';

/** S3: versioned buckets in files, with multipart uploads, events and replication. */
export function createS3(kernel: Kernel): LocalService {
  const storage = new Storage(kernel);
  return {
    wire: {
      id: 's3',
      sdk,
      permissions,
      corsRules(path) {
        const bucket = storage.buckets.find(path.split('/')[1] ?? '');
        return bucket && (bucket.settings.cors ?? []);
      },
      operations: {
        ...bucketOperations(storage),
        ...settingsOperations(storage),
        ...readOperations(storage),
        ...deleteOperations(storage),
        ...taggingOperations(storage),
        ...multipartOperations(storage),
        ...listObjectsOperations(storage),
        PutObject: putObject(storage),
        CopyObject: copyObject(storage),
        ListObjectVersions: listObjectVersions(storage),
      },
    },
    resources: bucketResources(storage.buckets),
    gauges: () => storage.replication.gauges(),
    async start() {
      for (const bucket of storage.buckets.all()) await storage.notifications.deliver(bucket);
      storage.replication.schedule();
    },
    async sweep() {
      await applyLifecycle(storage);
      for (const bucket of storage.buckets.all()) bucket.compact();
    },
    stop() {
      storage.replication.stop();
      storage.buckets.close();
    },
  };
}
