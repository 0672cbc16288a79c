import { type CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import type { Target } from './erasure';
import type { Erased, Store } from './stores';

/** Seconds after which an invalidation may have reached all edges. */
const edgeSeconds = 20;

/**
 * The asset's files in CloudFront's caches, at the addresses that the edge function makes: `/{assetId}/…`. The address in
 * a viewer's request has a session in it, and the sessions have been ended before.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html
 */
export class EdgeCache implements Store {
  constructor(
    private readonly client: CloudFrontClient,
    private readonly distributionId: string,
  ) {}

  async erase({ id, erasure }: Target): Promise<Erased> {
    const path = `/${id}/*`;
    // The same reference and paths return the invalidation that was created first, with its state.
    const { Invalidation } = await this.client.send(
      new CreateInvalidationCommand({
        DistributionId: this.distributionId,
        InvalidationBatch: { CallerReference: erasure, Paths: { Quantity: 1, Items: [path] } },
      }),
    );
    const isComplete = Invalidation?.Status === 'Completed';
    return { removed: 0, isComplete, waitSeconds: edgeSeconds };
  }

  /** The caches cannot be listed. What was invalidated can come back only from an origin, and those are searched. */
  async search(): Promise<number> {
    return 0;
  }
}
