import { type CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import type { Target } from './erasure';
import type { Erased, Store } from './stores';

/** Seconds after which an invalidation may have reached all edges. */
const edgeSeconds = 20;

/**
 * The asset's files in CloudFront's caches. The edge function rewrites addresses, and AWS does not state whether the viewer's
 * address or the rewritten one counts, so that both are named. The viewer's has the session before the asset, which only a
 * path for all films matches: they are fetched from the origin once more, under that reading (docs/adr/0008).
 */
export class EdgeCache implements Store {
  constructor(
    private readonly client: CloudFrontClient,
    private readonly distributionId: string,
  ) {}

  async erase({ id, erasure }: Target): Promise<Erased> {
    const paths = [`/${id}/*`, '/v/*'];
    // The same reference and paths return the invalidation that was created first, with its state.
    const { Invalidation } = await this.client.send(
      new CreateInvalidationCommand({
        DistributionId: this.distributionId,
        InvalidationBatch: { CallerReference: erasure, Paths: { Quantity: paths.length, Items: paths } },
      }),
    );
    const isComplete = Invalidation?.Status === 'Completed';
    return { removed: 0, isComplete, waitSeconds: edgeSeconds };
  }

  /** The caches cannot be listed. An invalidated file can come back only from an origin, and the origins are searched. */
  async search(): Promise<number> {
    return 0;
  }
}
