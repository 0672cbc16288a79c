import * as sdk from '@aws-sdk/client-s3';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { Buckets } from './buckets';
import { applyLifecycle } from './lifecycle';
import { bucketOperations } from './operations/buckets';
import { listingOperations } from './operations/listing';
import { multipartOperations } from './operations/multipart';
import { objectOperations } from './operations/objects';
import { Replication } from './replication';
import { bucketResources } from './resources';

const lifecycleInterval = 3_600_000;

/** S3: versioned buckets in files, with multipart uploads, events and replication. */
export function createS3(kernel: Kernel): LocalService {
  const buckets = new Buckets(kernel);
  const replication = new Replication(buckets);
  let timer: NodeJS.Timeout | undefined;
  return {
    wire: {
      id: 's3',
      sdk,
      operations: {
        ...bucketOperations(buckets),
        ...objectOperations(buckets, replication),
        ...multipartOperations(buckets, replication),
        ...listingOperations(buckets),
      },
    },
    resources: bucketResources(buckets),
    start() {
      replication.schedule();
      applyLifecycle(buckets, kernel.now());
      timer = setInterval(() => applyLifecycle(buckets, kernel.now()), lifecycleInterval);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await replication.stop();
    },
  };
}
